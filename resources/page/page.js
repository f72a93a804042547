"use strict";
// What a person tries the network with. Texts from the run are put in as text, never as markup.

const told = JSON.parse(document.getElementById("told").textContent);
const answer = networkOf(told.network);
const size = told.network.input.reduce((a, b) => a * b, 1);
const task = told.tryout, words = task.words;

/** Fill the {places} of a text. */
const worded = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => name in values ? values[name] : whole);

/** Return an element with these properties and children. */
function made(name, properties = {}, ...children) {
  const found = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in found) found[key] = value;
    else found.setAttribute(key, value);
  }
  found.append(...children);
  return found;
}

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** Return a number with as many digits as are worth reading. */
function written(value) {
  if (!Number.isFinite(value)) return String(value);
  const text = Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-3)
    ? value.toExponential(2) : String(Number(value.toPrecision(4)));
  return text.replace("-", "−");
}

// ------------------------------------------------------------------------------------------------------- the answer
/** Shows what the network says: bars of classes, or a number in the data's own unit. */
class Answer {
  constructor() {
    this.shown = made("div", {className: "bars", role: "status"});
  }

  clear() {
    this.shown.replaceChildren(made("p", {className: "soft small", textContent: words.empty}));
  }

  show(numbers) {
    const outputs = answer(numbers);
    document.documentElement.dataset.answer = JSON.stringify(Array.from(outputs));
    if (task.task === "classify") this.bars(softmax(outputs));
    else this.number(outputs[0] * task.scale + task.mean);
  }

  bars(shares) {
    const order = shares.map((share, place) => [share, place]).sort((a, b) => b[0] - a[0]).slice(0, 10);
    this.shown.replaceChildren(...order.map(([share, place], row) => {
      const fill = made("div", {className: "fill"}), name = task.classes[place];
      fill.style.width = `${100 * share}%`;
      return made("div", {className: row ? "bar" : "bar first"},
        made("bdi", {textContent: name, title: name}), made("div", {className: "track"}, fill),
        made("span", {textContent: `${(100 * share).toFixed(1)}%`}));
    }));
  }

  number(value) {
    this.shown.replaceChildren(
      made("p", {className: "soft small"}, made("bdi", {textContent: task.target || words.value})),
      made("p", {className: "value", textContent: written(value)}));
  }
}

/** Goes through the held-out samples that came along; `take` is given the numbers of one. */
class Samples {
  constructor(take, said) {
    this.place = -1;
    this.take = take;
    this.said = said;
    if (!task.samples) return;
    this.inputs = decoded(task.samples.inputs);
    this.each = this.inputs.length / task.samples.count;
  }

  buttons() {
    if (!task.samples) return [];
    const button = (text, by, name) =>
      made("button", {type: "button", textContent: text, title: name, "aria-label": name, onclick: () => this.step(by)});
    return [button("‹", -1, words.previous), button("›", 1, words.next)];
  }

  step(by) {
    const count = task.samples.count;
    this.place = this.place < 0 ? (by > 0 ? 0 : count - 1) : (this.place + by + count) % count;
    this.take(this.inputs.slice(this.place * this.each, (this.place + 1) * this.each));
    const target = task.samples.targets[this.place];
    const name = task.task === "classify" ? task.classes[target] : written(target * task.scale + task.mean);
    this.said.textContent =
      `${worded(words.sample, {number: this.place + 1})} · ${worded(words.target, {target: name})}`;
  }
}

// --------------------------------------------------------------------------------------------------------- pictures
const INK = 200, PEN = 0.085;

class Pictures {
  constructor(into) {
    this.answer = new Answer();
    this.strokes = [];
    this.laid = null;
    this.pad = made("canvas", {className: "pad", width: 2 * INK, height: 2 * INK, tabIndex: 0, "aria-label": words.draw});
    this.seen = made("canvas", {className: "seen", width: task.width, height: task.height, "aria-label": words.seen});
    this.said = made("p", {className: "said"});
    const samples = new Samples(numbers => this.lay(numbers), this.said);
    const file = made("input", {type: "file", accept: "image/*", onchange: () => this.open(file.files[0])});
    const clear = made("button", {type: "button", textContent: words.clear, onclick: () => this.clear()});
    into.append(
      made("div", {className: "pad-row"}, this.pad, this.answer.shown),
      made("div", {className: "buttons"}, this.seen, ...samples.buttons(), clear,
        made("label", {className: "file"}, words.open, file)),
      this.said, made("p", {className: "soft small", textContent: task.told}));
    this.listen();
    if (task.samples) samples.step(1);
    else this.clear();
  }

  listen() {
    const pad = this.pad, at = event => {
      const box = pad.getBoundingClientRect();
      return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    };
    pad.addEventListener("pointerdown", event => {
      if (event.button) return;
      pad.setPointerCapture(event.pointerId);
      if (this.laid) this.clear();
      this.strokes.push([at(event)]);
      this.drawn();
    });
    pad.addEventListener("pointermove", event => {
      if (!(event.buttons & 1) || !this.strokes.length || this.laid) return;
      this.strokes[this.strokes.length - 1].push(at(event));
      this.drawn();
    });
    pad.addEventListener("keydown", event => {
      if (event.key === "Delete" || event.key === "Backspace") this.clear();
    });
    for (const name of ["dragover", "dragleave", "drop"]) pad.addEventListener(name, event => {
      event.preventDefault();
      pad.classList.toggle("drop", name === "dragover");
      if (name === "drop" && event.dataTransfer.files.length) this.open(event.dataTransfer.files[0]);
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.paint());
  }

  clear() {
    this.strokes = [];
    this.laid = null;
    this.said.textContent = "";
    this.seen.getContext("2d").clearRect(0, 0, task.width, task.height);
    this.answer.clear();
    this.paint();
  }

  /** The ink of the strokes: 200 by 200, 1 where the pen was. */
  ink() {
    const canvas = made("canvas", {width: INK, height: INK}), context = canvas.getContext("2d");
    strokesInto(context, this.strokes, INK, "#fff");
    const pixels = context.getImageData(0, 0, INK, INK).data, found = inkOf(INK, INK);
    for (let i = 0; i < found.data.length; i++) found.data[i] = pixels[4 * i + 3] / 255;
    return found;
  }

  /** Answer what is drawn, once a frame at most. */
  drawn() {
    this.said.textContent = "";
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.paint();
      const small = this.laid ? null : scaled(this.ink());
      if (small) this.ask(fromInk(small.data));
    });
  }

  lay(numbers) {
    this.strokes = [];
    this.laid = numbers;
    this.paint();
    this.ask(numbers);
  }

  async open(file) {
    if (!file) return;
    try {
      this.lay(await fromFile(file));
      this.said.textContent = file.name;
    } catch {
      this.said.textContent = words.unreadable;
    }
  }

  ask(numbers) {
    paintNumbers(this.seen, numbers);
    this.answer.show(numbers);
  }

  paint() {
    const context = this.pad.getContext("2d"), side = this.pad.width;
    context.clearRect(0, 0, side, side);
    if (this.laid) {
      const small = made("canvas", {width: task.width, height: task.height});
      paintNumbers(small, this.laid);
      const scale = Math.min(side / task.width, side / task.height);
      context.imageSmoothingEnabled = false;
      context.drawImage(small, (side - scale * task.width) / 2, (side - scale * task.height) / 2, scale * task.width,
        scale * task.height);
      paintNumbers(this.seen, this.laid);
    } else if (this.strokes.length) {
      strokesInto(context, this.strokes, side, colour("text"));
    } else {
      context.fillStyle = colour("soft");
      context.textAlign = "center";
      context.font = `${side / 16}px system-ui, sans-serif`;
      context.fillText(words.draw, side / 2, side / 2);
    }
  }
}

function strokesInto(context, strokes, side, style) {
  context.strokeStyle = context.fillStyle = style;
  context.lineWidth = PEN * side;
  context.lineCap = context.lineJoin = "round";
  for (const stroke of strokes) {
    context.beginPath();
    if (stroke.length === 1) {
      context.arc(stroke[0][0] * side, stroke[0][1] * side, PEN * side / 2, 0, 2 * Math.PI);
      context.fill();
    } else {
      for (const [x, y] of stroke) context.lineTo(x * side, y * side);
      context.stroke();
    }
  }
}

/** Ink -> the picture that the network sees, made as the data was; null for no ink. */
function scaled(ink) {
  if (task.make === "digits") return asDigits(ink);
  return task.make === "mnist" ? asMnist(ink) : asDrawn(ink, task.height, task.width);
}

/** Ink -> the numbers of a sample. A drawing is dark on the data's light ground, light on its dark one. */
function fromInk(ink) {
  const dark = task.ground === "white", each = ink.length, found = new Float32Array(each * task.channels);
  for (let i = 0; i < found.length; i++) {
    const value = dark ? 1 - ink[i % each] : ink[i % each];
    found[i] = task.inverted ? 1 - value : value;
  }
  return found;
}

/** Return the numbers of a picture in a file, prepared as the data was. */
async function fromFile(file) {
  const image = await createImageBitmap(file, {imageOrientation: "from-image"});
  if (task.make !== "own") return fromInk(scaled(inkOfImage(image)).data);
  const {width, height} = task, box = fitted(image.width, image.height);
  // Larger first, then the mean over each pixel's area: a browser's own scaling leaves pixels out.
  const fine = Math.max(1, Math.min(8, Math.ceil(Math.max(image.width / width, image.height / height))));
  const canvas = made("canvas", {width: width * fine, height: height * fine}), context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.fillStyle = task.ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, box.x * fine, box.y * fine, box.width * fine, box.height * fine);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
  const found = new Float32Array(task.channels * height * width);
  for (let c = 0; c < task.channels; c++) {
    const plane = inkOf(canvas.height, canvas.width);
    for (let i = 0; i < plane.data.length; i++) {
      const [red, green, blue] = pixels.subarray(4 * i, 4 * i + 3);
      const value = task.channels === 1 ? 0.299 * red + 0.587 * green + 0.114 * blue : pixels[4 * i + c];
      plane.data[i] = value / 255;
    }
    const small = resampled(plane, height, width);
    for (let i = 0; i < small.data.length; i++)
      found[c * height * width + i] = task.inverted ? 1 - small.data[i] : small.data[i];
  }
  return found;
}

/** Return the ink of a picture of a digit: what is dark on a light ground, or light on a dark one. */
function inkOfImage(image) {
  const scale = Math.min(INK / image.width, INK / image.height);
  const width = Math.max(1, Math.round(image.width * scale)), height = Math.max(1, Math.round(image.height * scale));
  const canvas = made("canvas", {width, height}), context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, width, height);
  const pixels = context.getImageData(0, 0, width, height).data, found = inkOf(height, width);
  for (let i = 0; i < found.data.length; i++) {
    const [red, green, blue] = pixels.subarray(4 * i, 4 * i + 3);
    found.data[i] = (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
  }
  const [low, high] = found.data.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [1, 0]);
  const corners = [0, width - 1, found.data.length - width, found.data.length - 1].map(at => found.data[at]);
  const light = corners.reduce((a, b) => a + b, 0) / 4 > (low + high) / 2, reach = high - low || 1;
  found.data.forEach((value, i) => { found.data[i] = light ? (high - value) / reach : (value - low) / reach; });
  return found;
}

/** Where a picture lies in that of the network: all of it, the middle of it, or stretched. */
function fitted(wide, tall) {
  const {width, height, fit} = task;
  if (fit === "stretch") return {x: 0, y: 0, width, height};
  const both = [width / wide, height / tall], scale = fit === "crop" ? Math.max(...both) : Math.min(...both);
  return {x: (width - wide * scale) / 2, y: (height - tall * scale) / 2, width: wide * scale, height: tall * scale};
}

/** Paint the numbers of a sample: digits as ink on the page's ground, all others as the picture they are. */
function paintNumbers(canvas, numbers) {
  const context = canvas.getContext("2d"), {channels, width, height} = task, each = width * height;
  const image = context.createImageData(width, height), ink = channels === 1 && task.make !== "own";
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  for (let i = 0; i < each; i++) for (let c = 0; c < 3; c++) {
    let value = numbers[channels === 3 ? c * each + i : i];
    if (ink ? !dark : task.inverted) value = 1 - value;
    image.data[4 * i + c] = Math.round(255 * clamped(value, 0, 1));
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

// ----------------------------------------------------------------------------------------------------- points, plane
const INPUTS = {
  "x1": (x, y) => x, "x2": (x, y) => y, "x1^2": (x, y) => x * x, "x2^2": (x, y) => y * y, "x1*x2": (x, y) => x * y,
  "sin x1": x => Math.sin(x), "sin x2": (x, y) => Math.sin(y),
};
const GROUND_SHARE = 0.55;
/** How many points of the surface are asked for, a side: fewer of a large network, so that the page is there at once. */
const FINE = Math.round(clamped(Math.sqrt(4e8 / (told.network.weights.length + 1)), 24, 96));

class Plane {
  constructor(into) {
    this.answer = new Answer();
    this.point = [0, 0];
    this.canvas = made("canvas", {className: "plane", width: 840, height: 840, role: "img", "aria-label": task.signs.join(", ")});
    this.said = made("p", {className: "said"});
    this.sliders = task.signs.map((sign, axis) => made("input", {
      type: "range", min: -task.reach, max: task.reach, step: task.reach / 200, value: 0, "aria-label": sign,
      oninput: () => { this.point[axis] = Number(this.sliders[axis].value); this.show(); },
    }));
    into.append(this.canvas, ...this.legend(), made("div", {className: "fields"}, ...this.sliders.map((slider, axis) =>
      made("label", {className: "field"}, made("span", {textContent: task.signs[axis]}), slider))),
    this.said, this.answer.shown);
    const move = event => {
      if (event.type === "pointermove" && !(event.buttons & 1)) return;
      const box = this.canvas.getBoundingClientRect();
      this.point = [2 * (event.clientX - box.left) / box.width - 1, 1 - 2 * (event.clientY - box.top) / box.height]
        .map(share => clamped(share, -1, 1) * task.reach);
      this.sliders.forEach((slider, axis) => { slider.value = this.point[axis]; });
      this.show();
    };
    this.canvas.addEventListener("pointerdown", event => { this.canvas.setPointerCapture(event.pointerId); move(event); });
    this.canvas.addEventListener("pointermove", move);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.show());
    this.measure();
    this.show();
  }

  legend() {
    if (task.task !== "classify") return [];
    return [made("p", {className: "small soft"}, ...task.classes.slice(0, 2).flatMap((name, place) =>
      [made("span", {className: place ? "dot positive" : "dot negative"}), made("bdi", {textContent: name}), "   "]))];
  }

  numbers(x, y) {
    return task.inputs.map(name => INPUTS[name](x, y));
  }

  /** How blue (1) or orange (−1) a point of the plane is. */
  measure() {
    this.surface = new Float64Array(FINE * FINE);
    for (let row = 0; row < FINE; row++) for (let column = 0; column < FINE; column++) {
      const x = (2 * (column + 0.5) / FINE - 1) * task.reach, y = (1 - 2 * (row + 0.5) / FINE) * task.reach;
      const outputs = answer(this.numbers(x, y));
      this.surface[row * FINE + column] = task.task === "classify" ? 2 * softmax(outputs)[1] - 1 : outputs[0];
    }
  }

  show() {
    const [x, y] = this.point;
    this.said.textContent = worded(words.point, {x: x.toFixed(2), y: y.toFixed(2)}).replaceAll("-", "−");
    this.answer.show(this.numbers(x, y));
    this.paint();
  }

  paint() {
    const context = this.canvas.getContext("2d"), side = this.canvas.width;
    const small = made("canvas", {width: FINE, height: FINE}), image = small.getContext("2d").createImageData(FINE, FINE);
    const [ground, blue, orange] = ["control", "positive", "negative"].map(name => rgb(colour(name)));
    this.surface.forEach((value, i) => {
      const share = GROUND_SHARE * Math.min(1, Math.abs(value)), over = value >= 0 ? blue : orange;
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = ground[c] * (1 - share) + over[c] * share;
      image.data[4 * i + 3] = 255;
    });
    small.getContext("2d").putImageData(image, 0, 0);
    context.imageSmoothingEnabled = true;
    context.drawImage(small, 0, 0, side, side);
    this.points(context, side, task.points, false);
    this.points(context, side, task.held_out, true);
    const [x, y] = this.place(this.point, side);
    context.strokeStyle = colour("text");
    context.lineWidth = 3;
    context.beginPath();
    context.arc(x, y, 12, 0, 2 * Math.PI);
    context.stroke();
  }

  place([x, y], side) {
    return [(x / task.reach + 1) / 2 * side, (1 - y / task.reach) / 2 * side];
  }

  points(context, side, given, squares) {
    if (!given) return;
    const places = decoded(given.places), targets = decoded(given.targets);
    context.strokeStyle = colour("card");
    context.lineWidth = 1.5;
    targets.forEach((target, i) => {
      const [x, y] = this.place([places[2 * i], places[2 * i + 1]], side), r = 6;
      const value = clamped(task.task === "classify" ? 2 * target - 1 : target, -1, 1);
      const over = rgb(colour(value >= 0 ? "positive" : "negative")), under = rgb(colour("card"));
      context.fillStyle = `rgb(${over.map((one, c) => Math.round(one * Math.abs(value) + under[c] * (1 - Math.abs(value))))})`;
      context.beginPath();
      if (squares) context.rect(x - r, y - r, 2 * r, 2 * r);
      else context.arc(x, y, r, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    });
  }
}

const rgb = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));

// ------------------------------------------------------------------------------------------------------ tables, arrays
const DAY_MS = 86_400_000;

class Form {
  constructor(into) {
    this.answer = new Answer();
    this.said = made("p", {className: "said"});
    this.controls = task.fields.map(field => field.kind === "number" ? this.number(field) : this.category(field));
    const samples = new Samples(numbers => this.lay(numbers), this.said);
    into.append(this.answer.shown, made("div", {className: "fields"}, ...this.controls.map(one => one.shown)),
      made("div", {className: "buttons"}, ...samples.buttons()), this.said);
    if (task.samples) samples.step(1);
    else this.show();
  }

  number(field) {
    const {high, fill, mean, scale} = field, low = field.dates ? Math.floor(field.low) : field.low;
    const step = field.dates ? 1 : (high - low) / 200;
    let laid = null;  // the number of a sample, of which the field shows some digits
    // As many digits as tell two places of the slider apart: a date is a large number with a small spread.
    const digits = Math.min(15, Math.max(5, Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high), step) / step)) + 1));
    const slide = made("input", {type: "range", min: low, max: high, step, value: fill, "aria-label": field.name});
    const typed = made("input", {type: field.dates ? "date" : "number", "aria-label": field.name});
    if (!field.dates) typed.step = "any";
    const put = value => {
      if (field.dates) typed.valueAsNumber = Math.floor(Math.min(Math.max(value, -1e7), 1e7) + 0.01) * DAY_MS;
      else typed.value = Number(value.toPrecision(digits));
    };
    const now = () => typed.value === "" ? fill : field.dates ? typed.valueAsNumber / DAY_MS : Number(typed.value);
    put(fill);
    slide.oninput = () => { laid = null; put(Number(slide.value)); this.changed(); };
    typed.oninput = () => { laid = null; slide.value = now(); this.changed(); };
    return {
      shown: made("label", {className: "field", title: field.name},
        made("span", {}, made("bdi", {textContent: field.name})), made("div", {}, slide, typed)),
      numbers: () => [laid ?? (now() - mean) / scale],
      lay: numbers => {
        laid = numbers[0];
        const value = numbers[0] * scale + mean;
        put(value);
        slide.value = value;
      },
      width: 1,
    };
  }

  category(field) {
    const names = field.categories;
    const chosen = made("select", {"aria-label": field.name, onchange: () => this.changed()},
      ...names.map((name, place) => made("option", {value: place, textContent: name || words.missing})),
      made("option", {value: -1, textContent: names.includes("") ? words.another : words.missing}));
    return {
      shown: made("label", {className: "field", title: field.name},
        made("span", {}, made("bdi", {textContent: field.name})), chosen),
      numbers: () => names.map((_, place) => Number(chosen.value) === place ? 1 : 0),
      lay: numbers => { chosen.value = Array.from(numbers).findIndex(value => value > 0.5); },
      width: names.length,
    };
  }

  lay(numbers) {
    let from = 0;
    for (const control of this.controls) {
      control.lay(numbers.slice(from, from + control.width));
      from += control.width;
    }
    this.laidRest = Array.from(numbers.slice(from));
    this.show();
  }

  changed() {
    this.said.textContent = "";
    this.show();
  }

  show() {
    this.answer.show([...this.controls.flatMap(control => control.numbers()), ...(this.laidRest || task.rest)]);
  }
}

class Numbers {
  constructor(into) {
    this.answer = new Answer();
    this.said = made("p", {className: "said"});
    const label = worded(words.paste, {count: task.count});
    this.typed = made("textarea", {"aria-label": label, placeholder: label, spellcheck: false, oninput: () => this.read()});
    const samples = new Samples(numbers => this.lay(numbers), this.said);
    into.append(this.answer.shown, this.typed, made("div", {className: "buttons"}, ...samples.buttons()), this.said);
    if (task.samples) samples.step(1);
    else this.answer.clear();
  }

  lay(numbers) {
    this.typed.value = Array.from(numbers, value => Number((value * task.spread + task.shift).toPrecision(7))).join(" ");
    this.answer.show(numbers);
  }

  read() {
    const numbers = this.typed.value.split(/[\s,;]+/).filter(Boolean).map(Number);
    const good = numbers.length === task.count && numbers.every(Number.isFinite);
    this.said.textContent = good ? "" : worded(words.wrong, {number: numbers.length, count: task.count});
    if (good) this.answer.show(numbers.map(value => (value - task.shift) / task.spread));
    else this.answer.clear();
  }
}

// ------------------------------------------------------------------------------------------------------------- begin
const KINDS = {pictures: Pictures, plane: Plane, form: Form, numbers: Numbers};
window.tried = new KINDS[task.kind](document.getElementById("try"));

const difference = differenceOf(answer, told.probes, size);
document.documentElement.dataset.difference = String(difference);
const agrees = document.getElementById("agrees");
agrees.textContent = worded(agrees.dataset.text, {difference: difference === 0 ? "0" : difference.toExponential(1)});
