"""Lunch on Bolt for Python: see ../README.md for what it does.

Nothing in here knows of the sandbox but SLACK_API_URL. With PORT it listens for signed HTTP, else it
opens a socket.
"""

import os
import threading
import time
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

environ = os.environ
app = App(
    client=WebClient(token=environ["SLACK_BOT_TOKEN"], base_url=environ["SLACK_API_URL"]),
    signing_secret=environ["SLACK_SIGNING_SECRET"],
)


def plain(text):
    return {"type": "plain_text", "text": text}


def option(text):
    return {"text": plain(text), "value": text.lower()}


def options(*texts):
    return [option(text) for text in texts]


def section(text):
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(action_id, text, **more):
    return {"type": "button", "action_id": action_id, "text": plain(text), **more}


def field(block_id, label, element, **more):
    element = {"action_id": "value", **element}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


def form(dish=None):
    initial = {"initial_value": dish} if dish else {}
    return {
        "type": "modal",
        "callback_id": "order",
        "notify_on_close": True,
        "private_metadata": "table 7",
        "title": plain("Order lunch"),
        "submit": plain("Order"),
        "close": plain("Cancel"),
        "blocks": [
            field("dish", "Dish", {"type": "plain_text_input", **initial}),
            field("size", "Size", {"type": "static_select", "options": options("Small", "Large")}),
            field("place", "Place", {"type": "external_select", "min_query_length": 0}),
            field("extras", "Extras", {"type": "checkboxes", "options": options("Bread", "Salad")}, optional=True),
            field("day", "Day", {"type": "datepicker"}, optional=True),
            {"type": "actions", "block_id": "more", "elements": [button("details", "Allergens")]},
        ],
    }


DETAILS = {
    "type": "modal",
    "callback_id": "allergens",
    "title": plain("Allergens"),
    "close": plain("Back"),
    "blocks": [section("Nuts and milk.")],
}


def received(text):
    return {"type": "modal", "title": plain("Order received"), "close": plain("Close"), "blocks": [section(text)]}


def home(visits):
    again = button("visit", "Visit again", value=str(visits))
    return {"type": "home", "blocks": [section(f"Visits: {visits}"), {"type": "actions", "elements": [again]}]}


SURE = {
    "title": plain("Clear?"),
    "text": plain("Nothing is left."),
    "confirm": plain("Clear"),
    "deny": plain("Keep"),
}
MENU = [
    section("What will it be?"),
    {
        "type": "actions",
        "block_id": "menu",
        "elements": [
            button("take", "Take the soup", value="soup", style="primary"),
            button("clear", "Clear the table", value="all", style="danger", confirm=SURE),
            {"type": "static_select", "action_id": "pick", "placeholder": plain("Dessert"), "options": options("Cake", "Fruit")},
            {"type": "users_select", "action_id": "guest", "placeholder": plain("Guest")},
            {"type": "external_select", "action_id": "table", "placeholder": plain("Table"), "min_query_length": 0},
            {"type": "overflow", "action_id": "rest", "options": options("Pay", "Leave")},
        ],
    },
]


# Commands.


@app.command("/echo")
def echo(ack, command):
    ack(f"You wrote: {command['text']}")


@app.command("/later")
def later(ack, command, respond):
    ack()
    respond(f"Only for you: {command['text']}")
    respond(text=f"For everybody: {command['text']}", response_type="in_channel")


@app.command("/lunch")
def lunch(ack, body, client):
    ack()
    client.views_open(trigger_id=body["trigger_id"], view=form())


@app.command("/menu")
def menu(ack, command, client):
    ack()
    client.files_upload_v2(
        channel=command["channel_id"],
        initial_comment="The menu of the week",
        filename="menu.txt",
        title="Menu",
        content=command["text"],
    )


@app.command("/remind")
def remind(ack, command, client):
    ack()
    channel = command["channel_id"]
    now = int(time.time())
    client.chat_scheduleMessage(channel=channel, text=f"Lunch time: {command['text']}", post_at=now + 600)
    dropped = client.chat_scheduleMessage(channel=channel, text="Never said", post_at=now + 1200)
    client.chat_deleteScheduledMessage(channel=channel, scheduled_message_id=dropped["scheduled_message_id"])
    scheduled = client.chat_scheduledMessages_list(channel=channel)["scheduled_messages"]
    client.chat_postEphemeral(channel=channel, user=command["user_id"], text=f"Scheduled: {len(scheduled)}")


# Messages with buttons and menus.


@app.event("app_mention")
def mentioned(event, client, say):
    client.reactions_add(channel=event["channel"], timestamp=event["ts"], name="eyes")
    say(text="What will it be?", blocks=MENU, thread_ts=event["ts"])


@app.action("take")
def take(ack, action, body, respond):
    ack()
    respond(replace_original=True, text=f"{action['value']} for <@{body['user']['id']}>")


@app.action("clear")
def clear(ack, respond):
    ack()
    respond(delete_original=True)


@app.action("pick")
def pick(ack, action, respond):
    ack()
    respond(replace_original=False, text=f"Dessert: {action['selected_option']['text']['text']}")


@app.action("guest")
def guest(ack, action, respond):
    ack()
    respond(replace_original=False, text=f"Guest: {action['selected_user']}")


@app.options("table")
def tables(ack, payload):
    ack(options=[option(table) for table in ("By the door", "By the window") if payload["value"] in table])


@app.action("table")
def table(ack, action, respond):
    ack()
    respond(replace_original=False, text=f"Table: {action['selected_option']['value']}")


@app.action("rest")
def rest(ack, action, respond):
    ack()
    respond(replace_original=False, text=f"Then: {action['selected_option']['value']}")


@app.message("hello")
def hello(message, client, say):
    user = client.users_info(user=message["user"])["user"]
    say(f"Hello, {user['real_name']}")


# The form.


@app.options({"action_id": "value", "block_id": "place"})
def places(ack, payload):
    typed = payload["value"].lower()
    ack(options=[option(place) for place in ("Garden", "Hall", "Roof") if typed in place.lower()])


@app.action("details")
def details(ack, body, client):
    ack()
    client.views_push(trigger_id=body["trigger_id"], view=DETAILS)


@app.view("order")
def order(ack, body, client, view):
    values = {block: inputs["value"] for block, inputs in view["state"]["values"].items()}
    if "pizza" in values["dish"]["value"]:
        ack(response_action="errors", errors={"dish": "No pizza today."})
        return
    parts = [
        values["dish"]["value"],
        values["size"]["selected_option"]["value"],
        values["place"]["selected_option"]["value"],
        "+".join(extra["value"] for extra in values["extras"]["selected_options"]),
        values["day"]["selected_date"] or "",
        view["private_metadata"],
    ]
    ack(response_action="update", view=received(", ".join(parts)))
    client.chat_postMessage(channel=body["user"]["id"], text=f"Ordered: {', '.join(parts)}")


@app.view_closed("order")
def no_order(ack, body, client):
    ack()
    client.chat_postMessage(channel=body["user"]["id"], text="No order then.")


# Shortcuts.


@app.shortcut("order_lunch")
def order_lunch(ack, shortcut, client):
    ack()
    client.views_open(trigger_id=shortcut["trigger_id"], view=form())


@app.message_shortcut("order_this")
def order_this(ack, shortcut, client):
    ack()
    client.views_open(trigger_id=shortcut["trigger_id"], view=form(shortcut["message"]["text"]))


# The Home.


@app.event("app_home_opened")
def opened(event, client):
    if event["tab"] == "home":
        client.views_publish(user_id=event["user"], view=home(1))


@app.action("visit")
def visit(ack, action, body, client):
    ack()
    view = home(int(action["value"]) + 1)
    client.views_publish(user_id=body["user"]["id"], view=view, hash=body["view"]["hash"])


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


if "PORT" in environ:
    server = make_server("127.0.0.1", int(environ["PORT"]), SlackRequestHandler(app), Server, Quiet)
    print("client ready", flush=True)
    server.serve_forever()
else:
    handler = SocketModeHandler(app, environ["SLACK_APP_TOKEN"])
    handler.connect()
    print("client ready", flush=True)
    threading.Event().wait()
