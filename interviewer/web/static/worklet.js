/* Runs beside the sound: 16 kHz samples, as 16-bit numbers, in chunks of a tenth of a second. */
const RATE = 16000;
const CHUNK = 1600;

/* A windowed-sinc low pass that also changes the rate, for browsers that will not open a device at 16 kHz. */
class Resampler {
  constructor(from) {
    this.step = from / RATE;
    this.half = Math.ceil(16 * Math.max(1, this.step));
    this.kept = new Float32Array(this.half);
    this.at = this.half;
  }

  take(input) {
    const all = new Float32Array(this.kept.length + input.length);
    all.set(this.kept);
    all.set(input, this.kept.length);
    const cut = Math.min(1, 1 / this.step) * 0.95;
    const out = [];
    while (this.at + this.half < all.length) {
      const first = Math.floor(this.at) - this.half + 1;
      let sum = 0;
      for (let k = 0; k < 2 * this.half; k++) {
        const x = first + k - this.at;
        const angle = Math.PI * x * cut;
        const sinc = x === 0 ? 1 : Math.sin(angle) / angle;
        sum += all[first + k] * cut * sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / this.half));
      }
      out.push(sum);
      this.at += this.step;
    }
    const from = Math.max(0, Math.floor(this.at) - this.half);
    this.kept = all.slice(from);
    this.at -= from;
    return out;
  }
}

class Recorder extends AudioWorkletProcessor {
  constructor() {
    super();
    this.on = false;
    this.filled = 0;
    this.chunk = new Int16Array(CHUNK);
    this.resampler = sampleRate === RATE ? null : new Resampler(sampleRate);
    this.port.onmessage = ({ data }) => {
      if (data === "start") this.on = true;
      else {
        this.on = false;
        this.send();
        this.port.postMessage({ done: data });
      }
    };
  }

  send() {
    if (!this.filled) return;
    const pcm = this.chunk.slice(0, this.filled).buffer;
    this.filled = 0;
    this.port.postMessage({ pcm }, [pcm]);
  }

  process([input]) {
    if (!input.length) return true;
    const mono = input[0];
    const samples = this.resampler ? this.resampler.take(mono) : mono;
    if (!this.on) return true;
    for (const sample of samples) {
      this.chunk[this.filled++] = Math.max(-32768, Math.min(32767, Math.round(sample * 32768)));
      if (this.filled === CHUNK) this.send();
    }
    return true;
  }
}

registerProcessor("recorder", Recorder);
