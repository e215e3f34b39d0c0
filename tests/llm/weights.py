"""Writes a GGUF of a one-layer llama with random weights: bytes and common characters, a little biased to close strings."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np

_WIDTH, _HEADS, _FEED = 64, 4, 128


def write(path: Path, characters: str) -> None:
    """Write the file, with a token for each of these characters: about a megabyte, in a tenth of a second."""
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    tokens += [chr(code) for code in range(32, 127)] + sorted(char for char in set(characters) if ord(char) > 126)
    kinds = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL]
    kinds += [gguf.TokenType.BYTE] * 256
    kinds += [gguf.TokenType.NORMAL] * (len(tokens) - len(kinds))
    out = gguf.GGUFWriter(path, "llama")
    out.add_context_length(65536)
    out.add_embedding_length(_WIDTH)
    out.add_block_count(1)
    out.add_feed_forward_length(_FEED)
    out.add_head_count(_HEADS)
    out.add_head_count_kv(_HEADS)
    out.add_rope_dimension_count(_WIDTH // _HEADS)
    out.add_layer_norm_rms_eps(1e-5)
    out.add_vocab_size(len(tokens))
    out.add_tokenizer_model("llama")
    out.add_token_list(tokens)
    out.add_token_scores([0.0] * len(tokens))
    out.add_token_types(kinds)
    out.add_bos_token_id(1)
    out.add_eos_token_id(2)
    out.add_unk_token_id(0)
    out.add_chat_template("{% for m in messages %}{{ m['content'] }}\n{% endfor %}")
    _tensors(out, tokens)
    out.write_header_to_file()
    out.write_kv_data_to_file()
    out.write_tensors_to_file()
    out.close()


def _tensors(out: gguf.GGUFWriter, tokens: list[str]) -> None:
    random = np.random.default_rng(20261122)

    def some(*shape: int) -> np.ndarray:
        return (random.standard_normal(shape) * 0.3).astype(np.float32)

    embedding, head = some(len(tokens), _WIDTH), some(len(tokens), _WIDTH)
    embedding[:, 0] = 8.0  # one constant dimension, through which the head biases the tokens
    head[:, 0] = 0.0
    for closing, push in (('"', 0.5), ("]", 0.45), ("}", 0.5), ("=", 0.3), (":", 0.2)):
        head[tokens.index(closing), 0] = push
    out.add_tensor("token_embd.weight", embedding)
    out.add_tensor("output.weight", head)
    out.add_tensor("output_norm.weight", np.ones(_WIDTH, np.float32))
    for name in ("attn_norm", "ffn_norm"):
        out.add_tensor(f"blk.0.{name}.weight", np.ones(_WIDTH, np.float32))
    for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
        out.add_tensor(f"blk.0.{name}.weight", some(_WIDTH, _WIDTH) * np.float32(0.1))
    out.add_tensor("blk.0.ffn_gate.weight", some(_FEED, _WIDTH) * np.float32(0.1))
    out.add_tensor("blk.0.ffn_up.weight", some(_FEED, _WIDTH) * np.float32(0.1))
    out.add_tensor("blk.0.ffn_down.weight", some(_WIDTH, _FEED) * np.float32(0.1))
