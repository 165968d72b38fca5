"""The encoder as a chain of ONNX graphs: one for the embeddings and one for each layer."""

import numpy as np
from onnx import TensorProto, helper, numpy_helper

MICROSOFT = "com.microsoft"
GELU_LEAST = -0.17  # Gelu is nowhere below -0.16998
EXACT_LAYERS = (0, 1)  # these multiply in float32: what they lose, every layer above inherits


class Graph:
    """Collects nodes and initialisers; every method returns the name of its result."""

    def __init__(self, exact=False):
        self.exact = exact
        self.nodes = []
        self.initialisers = []

    def constant(self, name, value):
        self.initialisers.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def shared(self, name, value):
        """A constant that several nodes use: stored once."""
        if all(tensor.name != name for tensor in self.initialisers):
            self.constant(name, np.asarray(value))
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
        """The stacked rows of `parts` as float32 [rows, inputs].

        Plain nodes on constants, so that onnxruntime folds them once when the session opens;
        MatMulNBits unpacks its weights in every run on WASM and is slower than float32 there.
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
        return self.node("Reshape", [scaled, shape], f"{name}.matrix")

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

    def bytes_by_column(self, matrix, name):
        """float32 [rows, inputs] to uint8 [inputs, rows] around 128, and the scale of each column.

        Constants again, folded when the session opens. uint8 and not int8: the AVX2 kernel of
        onnxruntime saturates on uint8 x int8, not on uint8 x uint8, and WASM runs both alike.
        """
        size = self.node("Abs", [matrix], f"{name}.abs")
        peak = self.node("ReduceMax", [size, self.shared("last", [-1])], f"{name}.peak", keepdims=1)
        scale = self.node("Div", [peak, self.shared("127", np.float32(127))], f"{name}.step")
        steps = self.node("Round", [self.node("Div", [matrix, scale], f"{name}.steps")], f"{name}.round")
        raised = self.node("Add", [steps, self.shared("128", np.float32(128))], f"{name}.raised")
        whole = self.node("Cast", [raised], f"{name}.uint8", to=TensorProto.UINT8)
        by_column = self.node("Reshape", [scale, self.shared("list", [-1])], f"{name}.steps1")
        return self.node("Transpose", [whole], f"{name}.bytes", perm=[1, 0]), by_column

    def bytes_by_row(self, x, name, least):
        """`x` as uint8, each token with a step of its own, so that no token depends on another.

        Without `least` the bytes stand around 128; with it they begin at `least`, a bound from
        below. Gives bytes, zero point and the reciprocal of the step [.., 1]; the cast truncates,
        hence the half.
        """
        last = self.shared("last", [-1])
        if least is None:
            size = self.node("Abs", [x], f"{name}.xabs")
            peak = self.node("ReduceMax", [size, last], f"{name}.xpeak", keepdims=1)
            reciprocal = self.node("Div", [self.shared("127", np.float32(127)), peak], f"{name}.per")
            shift, zero = self.shared("128.5", np.float32(128.5)), 128
        else:
            peak = self.node("ReduceMax", [x, last], f"{name}.xpeak", keepdims=1)
            span = self.node("Sub", [peak, self.shared("least", np.float32(least))], f"{name}.span")
            reciprocal = self.node("Div", [self.shared("255", np.float32(255)), span], f"{name}.per")
            lowest = self.node("Mul", [reciprocal, self.shared("most", np.float32(-least))], f"{name}.lowest")
            shift, zero = self.node("Add", [lowest, self.shared("half", np.float32(0.5))], f"{name}.shift"), 0
        scaled = self.node("Mul", [x, reciprocal], f"{name}.xscaled")
        raised = self.node("Add", [scaled, shift], f"{name}.xraised")
        whole = self.node("Cast", [raised], f"{name}.xbytes", to=TensorProto.UINT8)
        return whole, self.shared(f"zero{zero}", np.uint8(zero)), reciprocal

    def balanced(self, x, matrix, name, source, parts, peaks, outputs, inputs):
        """`x` and `matrix` with every input channel divided and multiplied by one factor.

        A few channels of a normalised state are thirty times as large as the others and would
        leave them few steps; the factor (SmoothQuant's, strength one half) shares that with the weights.
        """
        dense = np.concatenate([source.dequantised(f"{part}.w", outputs, inputs) for part in parts])
        factor = np.sqrt(peaks / np.abs(dense).max(0)).astype(np.float32)
        factor /= factor.mean()
        less = self.node("Mul", [x, self.constant(f"{name}.less", 1 / factor)], f"{name}.xless")
        more = self.node("Mul", [matrix, self.constant(f"{name}.more", factor)], f"{name}.wmore")
        return less, more

    def linear(self, source, x, name, parts, outputs, inputs, least=None, peaks=None):
        """`x` times the stacked rows of `parts`, plus their biases.

        `least` is a lower bound of `x`, `peaks` the usual largest |x| of each input channel.
        """
        matrix = self.weights(source, name, parts, outputs, inputs)
        if self.exact:
            bias = np.concatenate([source.float32(f"{part}.b") for part in parts])
            turned = self.node("Transpose", [matrix], f"{name}.turned", perm=[1, 0])
            product = self.node("MatMul", [x, turned], f"{name}.product")
            return self.node("Add", [product, self.constant(f"{name}.b", bias)], f"{name}.out")
        if peaks is not None:
            x, matrix = self.balanced(x, matrix, name, source, parts, peaks, outputs, inputs)
        weights, columns = self.bytes_by_column(matrix, name)
        whole, zero, reciprocal = self.bytes_by_row(x, name, least)
        one = self.shared("one", np.float32(1))
        half = self.shared("zero128", np.uint8(128))
        operands = [whole, weights, one, columns, zero, half]
        product = self.node("MatMulIntegerToFloat", operands, f"{name}.steps_out", domain=MICROSOFT)
        product = self.node("Div", [product, reciprocal], f"{name}.product")
        bias = np.concatenate([source.float32(f"{part}.b") for part in parts])
        if least is not None:
            # The bytes stand for x - least: what that leaves out is the same for every token.
            dense = np.concatenate([source.dequantised(f"{part}.w", outputs, inputs) for part in parts])
            bias = (bias + least * dense.astype(np.float64).sum(1)).astype(np.float32)
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


def attention(g, source, layer, peaks):
    """Self-attention of every head over `hidden`, with `attention_bias` added to the scores."""
    width, heads = source.hidden, source.heads
    each = g.constant("per_head", np.array([0, 0, heads, width // heads]))
    joint = g.linear(source, "hidden", "qkv", [f"l{layer}.{c}" for c in "qkv"], width, width, peaks=peaks)
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


def layer_graph(source, layer, peaks):
    """hidden f32 [batch, length, 384], attention_bias f32 [batch, 1, 1, length] -> hidden_out, layer 0-based.

    `peaks`: what calibrate.py found.
    """
    g = Graph(exact=layer in EXACT_LAYERS)
    name, width = f"l{layer}", source.hidden
    context = attention(g, source, layer, peaks[f"{name}.qkv"])
    mixed = g.linear(source, context, "ao", [f"{name}.ao"], width, width)
    middle = g.layer_norm(source, g.node("Add", ["hidden", mixed], "res1"), f"{name}.aln", "middle")
    inner = g.linear(source, middle, "fi", [f"{name}.fi"], source.inner, width, peaks=peaks[f"{name}.fi"])
    active = g.node("Gelu", [inner], "active", domain=MICROSOFT)
    outer = g.linear(source, active, "fo", [f"{name}.fo"], width, source.inner, GELU_LEAST)
    g.layer_norm(source, g.node("Add", [middle, outer], "res2"), f"{name}.oln", "hidden_out")
    inputs = [
        helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["batch", "length", width]),
        helper.make_tensor_value_info("attention_bias", TensorProto.FLOAT, ["batch", 1, 1, "length"]),
    ]
    return g.model(f"layer{layer + 1:02d}", inputs, width)
