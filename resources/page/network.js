"use strict";
// The network, computed as the app computes it when it is used: one sample at a time, layer by layer.
// A value is {shape, data}: shape [features] or [channels, height, width], data a Float64Array in that order.

const LEAKY_SLOPE = 0.01;

/** Return base64 text as float32 numbers. */
function decoded(text) {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return new Float32Array(bytes.buffer);
}

/** The error function to 1e-16 or so: its series where that is short, its continued fraction beyond. */
function erf(x) {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  if (size < 2.5) {
    let term = x, sum = x;
    for (let n = 1; n < 80; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
      if (Math.abs(term) < 1e-18) break;
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (size + fraction);
  return Math.sign(x) * (1 - Math.exp(-size * size) / Math.sqrt(Math.PI) / (size + fraction));
}

const ACTIVATIONS = {
  linear: z => z,
  relu: z => Math.max(z, 0),
  leaky_relu: z => z > 0 ? z : LEAKY_SLOPE * z,
  tanh: Math.tanh,
  sigmoid: z => 1 / (1 + Math.exp(-z)),
  gelu: z => 0.5 * z * (1 + erf(z * Math.SQRT1_2)),
  silu: z => z / (1 + Math.exp(-z)),
};

/** Apply a layer's activation in place; one on its way is partly a straight line. */
function activate(layer, data) {
  const act = ACTIVATIONS[layer.activation];
  if (layer.blend) {
    const [curved, slope, level] = layer.blend;
    for (let i = 0; i < data.length; i++) data[i] = curved * act(data[i]) + slope * data[i] + level;
  } else if (layer.activation !== "linear") {
    for (let i = 0; i < data.length; i++) data[i] = act(data[i]);
  }
}

/** Batch norm: each channel by its factor, with its summand. */
function normalise(layer, weights, data, channels) {
  if (layer.factor === undefined) return;
  const each = data.length / channels;
  for (let c = 0, i = 0; c < channels; c++) {
    const factor = weights[layer.factor + c], summand = weights[layer.summand + c];
    for (let k = 0; k < each; k++, i++) data[i] = data[i] * factor + summand;
  }
}

function dense(layer, weights, x) {
  const fanIn = x.data.length, out = new Float64Array(layer.width);
  for (let unit = 0, w = layer.weight; unit < layer.width; unit++) {
    let sum = weights[layer.bias + unit];
    for (let i = 0; i < fanIn; i++) sum += weights[w++] * x.data[i];
    out[unit] = sum;
  }
  normalise(layer, weights, out, layer.width);
  activate(layer, out);
  return {shape: [layer.width], data: out};
}

function conv(layer, weights, x) {
  const [channels, height, width] = x.shape, {kernel, stride, padding, groups} = layer;
  const tall = Math.floor((height + 2 * padding - kernel) / stride) + 1;
  const wide = Math.floor((width + 2 * padding - kernel) / stride) + 1;
  const perGroup = channels / groups, outPerGroup = layer.channels / groups;
  const out = new Float64Array(layer.channels * tall * wide);
  for (let o = 0; o < layer.channels; o++) {
    const first = Math.floor(o / outPerGroup) * perGroup, bias = weights[layer.bias + o];
    for (let y = 0; y < tall; y++) for (let z = 0; z < wide; z++) {
      let sum = bias;
      for (let c = 0; c < perGroup; c++) for (let i = 0; i < kernel; i++) {
        const row = y * stride + i - padding;
        if (row < 0 || row >= height) continue;
        const from = ((first + c) * height + row) * width;
        const w = layer.weight + ((o * perGroup + c) * kernel + i) * kernel;
        for (let j = 0; j < kernel; j++) {
          const column = z * stride + j - padding;
          if (column >= 0 && column < width) sum += weights[w + j] * x.data[from + column];
        }
      }
      out[(o * tall + y) * wide + z] = sum;
    }
  }
  normalise(layer, weights, out, layer.channels);
  activate(layer, out);
  return {shape: [layer.channels, tall, wide], data: out};
}

function pool(layer, x) {
  const [channels, height, width] = x.shape, {kernel, stride} = layer, largest = layer.kind === "max";
  const tall = Math.floor((height - kernel) / stride) + 1, wide = Math.floor((width - kernel) / stride) + 1;
  const out = new Float64Array(channels * tall * wide);
  for (let c = 0, at = 0; c < channels; c++) for (let y = 0; y < tall; y++) for (let z = 0; z < wide; z++, at++) {
    let found = largest ? -Infinity : 0;
    for (let i = 0; i < kernel; i++) for (let j = 0; j < kernel; j++) {
      const value = x.data[(c * height + y * stride + i) * width + z * stride + j];
      found = largest ? Math.max(found, value) : found + value;
    }
    out[at] = largest ? found : found / (kernel * kernel);
  }
  return {shape: [channels, tall, wide], data: out};
}

function globalPool(x) {
  const [channels, height, width] = x.shape, each = height * width;
  const out = new Float64Array(channels);
  for (let c = 0; c < channels; c++) {
    for (let i = 0; i < each; i++) out[c] += x.data[c * each + i];
    out[c] /= each;
  }
  return {shape: [channels], data: out};
}

function residual(layer, weights, x) {
  const inner = through(layer.body, weights, x), out = new Float64Array(x.data.length);
  for (let i = 0; i < out.length; i++) out[i] = x.data[i] + layer.share * inner.data[i];
  activate(layer, out);
  return {shape: x.shape, data: out};
}

function through(layers, weights, x) {
  for (const layer of layers) {
    switch (layer.op) {
      case "dense": x = dense(layer, weights, x); break;
      case "conv": x = conv(layer, weights, x); break;
      case "pool": x = pool(layer, x); break;
      case "global": x = globalPool(x); break;
      case "flatten": x = {shape: [x.data.length], data: x.data}; break;
      case "residual": x = residual(layer, weights, x); break;
      default: throw new Error(`no such layer: ${layer.op}`);
    }
  }
  return x;
}

/** Return a function from the numbers of one sample to the network's outputs. */
function networkOf(plan) {
  const weights = decoded(plan.weights);
  return numbers => through(plan.layers, weights, {shape: plan.input, data: Float64Array.from(numbers)}).data;
}

function softmax(logits) {
  const most = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = Array.from(logits, value => Math.exp(value - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map(value => value / sum);
}

/** Return the largest difference between this page's answers and the app's, as a share of the largest answer above 1. */
function differenceOf(answer, probes, size) {
  const inputs = decoded(probes.inputs), outputs = decoded(probes.outputs);
  const wide = outputs.length / (inputs.length / size);
  const scale = outputs.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 1);
  let worst = 0;
  for (let n = 0; n * size < inputs.length; n++) {
    const given = answer(inputs.subarray(n * size, (n + 1) * size));
    for (let i = 0; i < wide; i++) {
      const wanted = outputs[n * wide + i];
      if (Object.is(Math.fround(given[i]), wanted)) continue;  // also where both are no number
      const difference = Math.abs(given[i] - wanted) / scale;
      worst = Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
    }
  }
  return worst;
}
