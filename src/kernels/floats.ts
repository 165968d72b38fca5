/** Host values of either precision, as the float64 twins take them. */
export type Floats = Float32Array | Float64Array;
