"""The head: a small statistical reader of answers, fitted on labelled ones, beside the language model."""
