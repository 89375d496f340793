//! The environment and `.env`, read once into a [`Config`].
