"""The columns under which a message is read; facts name them as they name those of a file."""

COLUMNS = {
    "message": "its Message-ID, or a digest of its content where it bears none",
    "thread": "Message-ID of the first message of the conversation, as far as it is known",
    "reply_to": "Message-ID of the message that it answers",
    "date": "when it was written, with its zone (header Date, else the latest Received)",
    "direction": "in, out, or internal (between colleagues)",
    "client": "address of the person outside the company who wrote it, or to whom it was written",
    "client_name": "the name that goes with that address",
    "colleague": "the company's address at the other end",
    "subject": "subject; null between colleagues",
    "text": "the words, without those quoted and without signature; null between colleagues",
    "attachments": "names of the files that came with it, separated by `; `",
    "automatic": "what a machine wrote: auto-reply, bounce, list or notification; null for what people wrote",
    "folder": "mbox file or Maildir folder that holds it",
}
