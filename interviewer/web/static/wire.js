/* The connection to the program. It comes back by itself, and catches up from the last event that it saw. */
const ELSEWHERE = 4000;
const GONE = 4001;
const FIRST_WAIT = 250;
const LONGEST_WAIT = 2000;
const SAID_AFTER = 1500;

export class Wire {
  constructor(run, listeners) {
    this.run = run;
    this.listeners = listeners;
    this.seen = 0;
    this.wait = FIRST_WAIT;
    this.unsent = [];
    this.synced = false;
    this.closed = false;
  }

  open() {
    const socket = new WebSocket(`ws://${location.host}/practise/wire?run=${this.run}&after=${this.seen}`);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    socket.onopen = () => {
      this.wait = FIRST_WAIT;
      clearTimeout(this.away);
      this.away = undefined;
      for (const message of this.unsent.splice(0)) socket.send(message);
    };
    socket.onmessage = ({ data }) => this.hear(JSON.parse(data));
    socket.onclose = ({ code }) => {
      this.synced = false;
      if (this.closed) return;
      if (code === GONE) this.listeners.gone();
      else if (code === ELSEWHERE) this.listeners.elsewhere();
      else this.again();
    };
  }

  again() {
    this.away ??= setTimeout(() => this.listeners.away(), SAID_AFTER);
    setTimeout(() => this.open(), this.wait);
    this.wait = Math.min(LONGEST_WAIT, this.wait * 2);
  }

  hear({ events, passing, state, ack }) {
    for (const event of events ?? []) {
      this.seen += 1;
      this.listeners.event(event);
    }
    for (const event of Object.values(passing ?? {})) this.listeners.passing(event);
    if (state) {
      if (!this.synced) this.listeners.back();
      this.synced = true;
      const { from, ...rest } = state;
      this.listeners.state(rest, from);
    }
    if (ack) this.listeners.ack(ack);
  }

  /* A press, or what became of an order: sent when the connection is back, if it is away. */
  tell(message) {
    const text = JSON.stringify(message);
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(text);
    else if (!message.heard) this.unsent.push(text);
  }

  /* Sound: sent if it can be; whoever sends it keeps it. */
  send(bytes) {
    if (this.synced && this.socket.readyState === WebSocket.OPEN) this.socket.send(bytes);
  }

  close() {
    this.closed = true;
    this.socket?.close();
  }
}
