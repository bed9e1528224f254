"""Runs in RealtimeSTT's own environment: feeds it recordings in real time and prints what it made of each, a line each.

    python realtimestt_child.py WEIGHTS WAV ...

Its timings are its own (a silence of 0.6 s ends a recording); its model is the folder WEIGHTS.
"""

from __future__ import annotations

import json
import sys
import threading
import time
import wave

STEP = 0.02


class Followed:
    """One recording, and when what came of it."""

    def __init__(self, weights: str) -> None:
        from RealtimeSTT import AudioToTextRecorder

        self.began = 0.0
        self.ended: float | None = None
        self.text: tuple[float, str] | None = None
        self.recorder = AudioToTextRecorder(
            model=weights,
            language="en",
            device="cpu",
            compute_type="int8",
            use_microphone=False,
            spinner=False,
            no_log_file=True,
            on_recording_stop=self.stop,
        )
        threading.Thread(target=self.read, daemon=True).start()

    def stop(self) -> None:
        if self.ended is None:
            self.ended = time.monotonic() - self.began

    def read(self) -> None:
        text = self.recorder.text()
        self.text = (time.monotonic() - self.began, text)

    def feed(self, wav: str) -> dict[str, object]:
        """Give it the recording until its first answer is there."""
        with wave.open(wav, "rb") as sound:
            frames = round(STEP * sound.getframerate())
            self.began, fed = time.monotonic(), 0
            while (pcm := sound.readframes(frames)) and self.text is None:
                self.recorder.feed_audio(pcm)
                fed += 1
                time.sleep(max(0.0, self.began + fed * STEP - time.monotonic()))
        at, text = self.text or (fed * STEP, "")
        ended = self.ended if self.ended is not None else fed * STEP
        return {"ended": round(ended, 2), "text": text, "late": round(at - ended, 2)}


def main() -> None:
    weights, *wavs = sys.argv[1:]
    for wav in wavs:
        followed = Followed(weights)
        time.sleep(0.5)
        print(json.dumps(followed.feed(wav)), flush=True)
        followed.recorder.shutdown()


if __name__ == "__main__":
    main()
