/* The browser's microphone, lent to the program: numbered chunks, kept until they are acknowledged, sent in order. */
import { forget, forgetOthers, keep, kept } from "./chunks.js";

const LAST = 1;

export class Microphone {
  /* `send(bytes)` sends if it can and says whether it did; `lost(reason)` is told when the device goes away. */
  constructor(run, send, lost) {
    this.run = run;
    this.send = send;
    this.lost = lost;
    this.take = null;
    this.number = 0;
    this.waiting = new Map();
    this.running = false;
    this.closed = false;
    this.order = Promise.resolve();
    forgetOthers(run);
  }

  /* Returns the device's name. Throws the browser's own error, whose `name` says why. */
  async open() {
    if (!window.isSecureContext || !navigator.mediaDevices) throw new DOMException("", "InsecureContext");
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: true, noiseSuppression: false, autoGainControl: false },
    });
    const [track] = stream.getAudioTracks();
    track.addEventListener("ended", () => this.lost("ended"));
    track.addEventListener("mute", () => this.lost("mute"));
    await this.listen(stream);
    this.stream = stream;
    return track.label;
  }

  async listen(stream) {
    try {
      this.context = new AudioContext({ sampleRate: 16000 });
      this.source = this.context.createMediaStreamSource(stream);
    } catch {
      this.context = new AudioContext();
      this.source = this.context.createMediaStreamSource(stream);
    }
    await this.context.audioWorklet.addModule("/static/worklet.js");
    this.recorder = new AudioWorkletNode(this.context, "recorder", { numberOfOutputs: 0 });
    this.recorder.port.onmessage = ({ data }) => (data.pcm ? this.add(data.pcm, 0) : this.stopped(data.done));
    this.source.connect(this.recorder);
    await this.context.resume();
    if (this.running) this.recorder.port.postMessage("start");
  }

  close() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.context?.close();
    this.recorder = null;
  }

  /* What the program wants: `record` is null or {take, paused, closing}; `from` is the first chunk it does not have. */
  obey(record, from) {
    this.order = this.order.then(() => this.follow(record, from));
  }

  async follow(record, from) {
    if (!record) {
      if (this.take !== null) forget(this.run, this.take, Infinity);
      this.set(false);
      this.take = null;
      this.waiting.clear();
      return;
    }
    if (record.take !== this.take) {
      this.take = record.take;
      this.closed = false;
      this.number = from;
      this.waiting = new Map();
      for (const { number, pcm, flags } of await kept(this.run, this.take, from)) {
        if (number !== this.number) break;
        this.waiting.set(number, { pcm, flags });
        this.number = number + 1;
        this.push(number);
      }
    }
    if (record.closing) this.finish();
    else this.set(!record.paused);
  }

  set(running) {
    if (running === this.running) return;
    this.running = running;
    this.recorder?.port.postMessage(running ? "start" : "pause");
  }

  finish() {
    if (this.closed) return;
    this.closed = true;
    this.running = false;
    if (this.recorder) this.recorder.port.postMessage("close");
    else this.stopped("close");
  }

  stopped(why) {
    if (why === "close" && this.take !== null) this.add(new ArrayBuffer(0), LAST);
  }

  add(pcm, flags) {
    if (this.take === null) return;
    const number = this.number++;
    this.waiting.set(number, { pcm, flags });
    keep({ run: this.run, take: this.take, number, pcm, flags });
    this.push(number);
  }

  push(number) {
    const { pcm, flags } = this.waiting.get(number);
    const message = new Uint8Array(12 + pcm.byteLength);
    const head = new DataView(message.buffer);
    head.setUint32(0, this.take, true);
    head.setUint32(4, number, true);
    head.setUint32(8, flags, true);
    message.set(new Uint8Array(pcm), 12);
    this.send(message);
  }

  /* The program has everything of this take before `next`; null: that take is over. */
  acknowledged({ take, next }) {
    if (take !== this.take) return;
    const before = next ?? Infinity;
    for (const number of this.waiting.keys()) if (number < before) this.waiting.delete(number);
    forget(this.run, take, before);
  }

  /* The connection is back: everything that is still waiting, in order. */
  resend(from) {
    this.order = this.order.then(() => {
      for (const number of [...this.waiting.keys()].sort((a, b) => a - b)) {
        if (number < from) this.waiting.delete(number);
        else this.push(number);
      }
    });
  }
}
