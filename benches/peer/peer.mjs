// What a team would write with Bolt for JavaScript: a form that comes back is verified, kept in two
// durable rows (the delivery as it came, and the referral), and answered. No rules, no log, no
// outbox: whatever else Vouch does in the same time is its own doing.
//
// DATABASE_URL is sqlite://PATH or postgres://…; SLACK_SIGNING_SECRET as for Vouch. It listens on a
// free port of this machine and says so in one line: `peer ready {"http":"127.0.0.1:PORT"}`.
import bolt from "@slack/bolt";

const { DATABASE_URL, SLACK_SIGNING_SECRET } = process.env;

// Names of their own: the database is a copy of one in which Vouch has its tables.
const TABLES = `
  create table if not exists peer_inbox (key text primary key, raw text not null, received bigint not null);
  create table if not exists peer_referral (
    form text primary key, website text not null, company text not null, need text not null,
    member text not null, submitted bigint not null);`;

/** Keeps both rows in one transaction; resolves when they are on disk. */
async function keeper(url) {
  if (url.startsWith("sqlite://")) {
    const { default: Sqlite } = await import("better-sqlite3");
    const db = new Sqlite(url.slice("sqlite://".length));
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
    db.exec(TABLES);
    const inbox = db.prepare("insert into peer_inbox values (?, ?, ?) on conflict do nothing");
    const referral = db.prepare("insert into peer_referral values (?, ?, ?, ?, ?, ?) on conflict do nothing");
    return db.transaction((delivery, row) => {
      inbox.run(...delivery);
      referral.run(...row);
    });
  }
  const { default: pg } = await import("pg");
  const pool = new pg.Pool({ connectionString: url, max: 16 });
  await pool.query(TABLES);
  return async (delivery, row) => {
    const db = await pool.connect();
    try {
      await db.query("begin");
      await db.query({ name: "inbox", text: "insert into peer_inbox values ($1, $2, $3) on conflict do nothing", values: delivery });
      await db.query({ name: "referral", text: "insert into peer_referral values ($1, $2, $3, $4, $5, $6) on conflict do nothing", values: row });
      await db.query("commit");
    } finally {
      db.release();
    }
  };
}

const keep = await keeper(DATABASE_URL);
const app = new bolt.App({
  receiver: new bolt.HTTPReceiver({ signingSecret: SLACK_SIGNING_SECRET, logLevel: "error" }),
  authorize: async () => ({ botToken: "xoxb-bench", botId: "BBOT", botUserId: "UBOT" }),
  logLevel: "error",
});

app.view("refer", async ({ ack, body, view }) => {
  const typed = (name) => view.state.values[name]?.[name]?.value ?? "";
  const now = Date.now();
  const form = view.private_metadata;
  await keep(
    [body.trigger_id, JSON.stringify(body), now],
    [form, typed("website"), typed("company"), typed("need"), `${body.user.team_id}:${body.user.id}`, now],
  );
  const text = `Received: ${typed("company")}. The card in your channel tells every step.`;
  await ack({
    response_action: "update",
    view: {
      type: "modal",
      title: { type: "plain_text", text: "Received" },
      close: { type: "plain_text", text: "Close" },
      blocks: [{ type: "section", text: { type: "plain_text", text } }],
    },
  });
});

const server = await app.start({ port: 0, host: "127.0.0.1" });
console.log(`peer ready ${JSON.stringify({ http: `127.0.0.1:${server.address().port}` })}`);
