"""The encoder as a chain of ONNX graphs: one for the embeddings and one for each layer."""

import numpy as np
from onnx import TensorProto, helper, numpy_helper

MICROSOFT = "com.microsoft"


class Graph:
    """Collects nodes and initialisers; every method returns the name of its result."""

    def __init__(self):
        self.nodes = []
        self.initialisers = []

    def constant(self, name, value):
        self.initialisers.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def node(self, op, inputs, output, **attributes):
        self.nodes.append(helper.make_node(op, inputs, [output], **attributes))
        return output

    def layer_norm(self, source, x, name, output):
        inputs = [
            x,
            self.constant(f"{name}.w", source.float32(f"{name}.w")),
            self.constant(f"{name}.b", source.float32(f"{name}.b")),
        ]
        return self.node("LayerNormalization", inputs, output, axis=-1, epsilon=source.epsilon)

    def int4(self, name, nibbles):
        """A 4-bit constant from nibbles 0..15 that stand for -8..7."""
        signed = nibbles.astype(np.uint8) ^ 8  # offset binary becomes two's complement
        flat = signed.reshape(-1)
        packed = (flat[0::2] | (flat[1::2] << 4)).astype(np.uint8)
        shape = list(nibbles.shape)
        self.initialisers.append(
            helper.make_tensor(name, TensorProto.INT4, shape, packed.tobytes(), raw=True)
        )
        return name

    def weights(self, source, name, parts, outputs, inputs):
        """The stacked rows of `parts` as float32 [inputs, rows].

        Plain nodes on constants, so that onnxruntime folds them once when the session opens.
        MatMulNBits unpacks its weights in every run on WASM: 12 ms a layer, half the time of a
        small batch, and its int8 path (accuracy_level 4) is no faster there and costs precision.
        """
        stored = [source.quantised(f"{part}.w", outputs, inputs) for part in parts]
        nibbles = np.concatenate([w for w, _ in stored])
        scales = np.concatenate([s for _, s in stored]).astype(np.float16)
        rows, blocks = len(nibbles), inputs // 32
        halves = nibbles.reshape(rows, blocks, 2, 16).astype(np.uint8)
        packed = self.constant(f"{name}.w", halves[:, :, 0] | (halves[:, :, 1] << 4))
        whole = self.nibbles(packed, f"{name}.w")
        stored_scale = self.constant(f"{name}.scale", scales.reshape(rows, blocks, 1))
        scale = self.node("Cast", [stored_scale], f"{name}.scale32", to=TensorProto.FLOAT)
        shape = self.constant(f"{name}.shape", np.array([rows, inputs]))
        scaled = self.node("Mul", [whole, scale], f"{name}.scaled")
        matrix = self.node("Reshape", [scaled, shape], f"{name}.matrix")
        return self.node("Transpose", [matrix], f"{name}.weights", perm=[1, 0])

    def nibbles(self, packed, name):
        """Bytes [.., 16] to float32 -8..7 [.., 32], low nibbles first; the WebGPU build has no int4 Cast."""
        sixteenth = self.constant(f"{name}.16th", np.float32(1 / 16))
        sixteen = self.constant(f"{name}.16", np.float32(16))
        byte = self.node("Cast", [packed], f"{name}.byte", to=TensorProto.FLOAT)
        high = self.node("Floor", [self.node("Mul", [byte, sixteenth], f"{name}.q")], f"{name}.high")
        above = self.node("Mul", [high, sixteen], f"{name}.above")
        low = self.node("Sub", [byte, above], f"{name}.low")
        both = self.node("Concat", [low, high], f"{name}.both", axis=-1)
        return self.node("Sub", [both, self.constant(f"{name}.8", np.float32(8))], f"{name}.whole")

    def linear(self, source, x, name, parts, outputs, inputs):
        """`x` times the stacked rows of `parts`, plus their biases."""
        weights = self.weights(source, name, parts, outputs, inputs)
        bias = np.concatenate([source.float32(f"{part}.b") for part in parts])
        product = self.node("MatMul", [x, weights], f"{name}.product")
        return self.node("Add", [product, self.constant(f"{name}.b", bias)], f"{name}.out")

    def model(self, name, inputs, width):
        output = helper.make_tensor_value_info("hidden_out", TensorProto.FLOAT, ["batch", "length", width])
        graph = helper.make_graph(self.nodes, name, inputs, [output], self.initialisers)
        opsets = [helper.make_opsetid("", 21), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=10)


def embed_graph(source, ids):
    """input_ids int64 [batch, length] -> hidden_out: word + position + type, normalised."""
    g = Graph()
    nibbles, scales = source.quantised("emb.word", source.rows, source.hidden)
    g.int4("word", nibbles[ids])
    g.constant("word.scale", scales[ids].astype(np.float16))
    # Folded when the session opens; float16 scales would round every product to float16.
    scale = g.node("Cast", ["word.scale"], "word.scale32", to=TensorProto.FLOAT)
    g.node(
        "GatherBlockQuantized",
        ["word", "input_ids", scale],
        "words",
        domain=MICROSOFT,
        gather_axis=0,
        quantize_axis=1,
        block_size=32,
    )
    kinds = source.float32("emb.type").reshape(-1, source.hidden)
    g.constant("position", source.float32("emb.pos").reshape(-1, source.hidden) + kinds[0])
    g.node("Shape", ["input_ids"], "length", start=1, end=2)
    g.node("Slice", ["position", g.constant("zero", np.zeros(1, np.int64)), "length"], "places")
    g.layer_norm(source, g.node("Add", ["words", "places"], "sum"), "emb.ln", "hidden_out")
    inputs = [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"])]
    return g.model("embed", inputs, source.hidden)


def attention(g, source, layer):
    """Self-attention of every head over `hidden`, with `attention_bias` added to the scores."""
    width, heads = source.hidden, source.heads
    each = g.constant("per_head", np.array([0, 0, heads, width // heads]))
    joint = g.linear(source, "hidden", "qkv", [f"l{layer}.{c}" for c in "qkv"], width, width)
    g.nodes.append(helper.make_node("Split", [joint], ["q", "k", "v"], axis=-1, num_outputs=3))
    for name in "qkv":
        g.node("Reshape", [name, each], f"{name}.heads")
        order = [0, 2, 3, 1] if name == "k" else [0, 2, 1, 3]
        g.node("Transpose", [f"{name}.heads"], f"{name}.t", perm=order)
    scale = g.constant("scale", np.float32((width // heads) ** -0.5))
    scaled = g.node("Mul", [g.node("MatMul", ["q.t", "k.t"], "dots"), scale], "scaled")
    scores = g.node("Add", [scaled, "attention_bias"], "scores")
    weights = g.node("Softmax", [scores], "weights", axis=-1)
    mixed = g.node("MatMul", [weights, "v.t"], "mixed")
    merged = g.node("Transpose", [mixed], "merged", perm=[0, 2, 1, 3])
    return g.node("Reshape", [merged, g.constant("flat", np.array([0, 0, width]))], "context")


def layer_graph(source, layer):
    """hidden f32 [batch, length, 384], attention_bias f32 [batch, 1, 1, length] -> hidden_out, layer 0-based."""
    g = Graph()
    name, width = f"l{layer}", source.hidden
    context = attention(g, source, layer)
    mixed = g.linear(source, context, "ao", [f"{name}.ao"], width, width)
    middle = g.layer_norm(source, g.node("Add", ["hidden", mixed], "res1"), f"{name}.aln", "middle")
    inner = g.linear(source, middle, "fi", [f"{name}.fi"], source.inner, width)
    active = g.node("Gelu", [inner], "active", domain=MICROSOFT)
    outer = g.linear(source, active, "fo", [f"{name}.fo"], width, source.inner)
    g.layer_norm(source, g.node("Add", [middle, outer], "res2"), f"{name}.oln", "hidden_out")
    inputs = [
        helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["batch", "length", width]),
        helper.make_tensor_value_info("attention_bias", TensorProto.FLOAT, ["batch", 1, 1, "length"]),
    ]
    return g.model(f"layer{layer + 1:02d}", inputs, width)
