/** Where a line came from: the container's two streams, or a note of our own between them. */
export type LineKind = 'out' | 'err' | 'note';

/** One line as it is shown: harmless text without line breaks, made so by the server. */
export interface LogLine {
  /** Counts up from 1 for as long as the viewer lives; never used twice. */
  readonly number: number;
  readonly kind: LineKind;
  /** When the container wrote it, as the engine said it; empty if unknown. */
  readonly time: string;
  readonly text: string;
  /** Every character takes one cell, so that rows can be counted without looking at each. */
  readonly narrow: boolean;
}

/** A piece of a line that fits one row on the screen. */
export interface Row {
  readonly line: LogLine;
  readonly from: number;
  readonly to: number;
  /** Characters of the line that are not shown in any row. */
  readonly cut: number;
}

const MAX_LINES = 50_000;
const MAX_CHARACTERS = 16_000_000;
/** Trimming moves arrays, so it takes a good piece at a time. */
const TRIM_LINES = 2_500;
/** What one unwrapped row shows: a browser stalls on laying out a row of a million characters. */
const MAX_ROW_CHARACTERS = 4_000;

const NARROW = /^[\x20-\x7e\xa0-\u02ff\u2400-\u243f]*$/;
const INVISIBLE = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

function cells(character: string): number {
  const code = character.codePointAt(0)!;
  if (code < 0x300) {
    return 1;
  }
  if (INVISIBLE.test(character)) {
    return 0;
  }
  const wide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    code >= 0x1f000;
  return wide ? 2 : 1;
}

/**
 * The newest lines, bounded, and the rows they take on the screen at a given width. Rows all have one height, so the
 * place of a line is a look-up and never a measurement.
 */
export class LogBuffer {
  private lines: LogLine[] = [];
  /** For each line the number of rows up to and with it, counted from `base`. */
  private ends: number[] = [];
  private base = 0;
  private characters = 0;
  private next = 1;
  private columns = 0;

  get length(): number {
    return this.lines.length;
  }

  get rows(): number {
    return this.ends.length === 0 ? 0 : this.ends[this.ends.length - 1] - this.base;
  }

  /** Lines that were shown once and have made room for newer ones. */
  get dropped(): number {
    return this.next - 1 - this.lines.length;
  }

  clear(): void {
    this.lines = [];
    this.ends = [];
    this.base = 0;
    this.characters = 0;
  }

  /** Sets how many cells a row has; 0 = one row a line, however long. True if that changed anything. */
  layOut(columns: number): boolean {
    if (columns === this.columns) {
      return false;
    }
    this.columns = columns;
    let end = 0;
    this.base = 0;
    this.ends = this.lines.map((line) => (end += this.rowsOf(line)));
    return true;
  }

  append(kind: LineKind, time: string, text: string): LogLine {
    const line = { number: this.next++, kind, time, text, narrow: NARROW.test(text) };
    const end = this.ends.length === 0 ? this.base : this.ends[this.ends.length - 1];
    this.lines.push(line);
    this.ends.push(end + this.rowsOf(line));
    this.characters += text.length;
    return line;
  }

  /** Makes room if there is too much; answers how many rows went away at the top. */
  trim(): number {
    if (this.lines.length <= MAX_LINES + TRIM_LINES && this.characters <= MAX_CHARACTERS) {
      return 0;
    }
    let count = 0;
    let characters = this.characters;
    while (
      count < this.lines.length - 1 &&
      (this.lines.length - count > MAX_LINES || characters > MAX_CHARACTERS * 0.9)
    ) {
      characters -= this.lines[count++].text.length;
    }
    if (count === 0) {
      return 0;
    }
    const removed = this.ends[count - 1] - this.base;
    this.base = this.ends[count - 1];
    this.lines = this.lines.slice(count);
    this.ends = this.ends.slice(count);
    this.characters = characters;
    return removed;
  }

  /** The rows [first, first + count), as far as there are any. */
  slice(first: number, count: number): Row[] {
    const rows: Row[] = [];
    let index = this.lineAt(first);
    while (index < this.lines.length && rows.length < count) {
      const start = index === 0 ? 0 : this.ends[index - 1] - this.base;
      const pieces = this.piecesOf(this.lines[index]);
      for (let i = Math.max(0, first - start); i < pieces.length && rows.length < count; i++) {
        rows.push(pieces[i]);
      }
      index++;
    }
    return rows;
  }

  /** The first row of a line, or -1 if it has gone. */
  rowOf(number: number): number {
    const index = this.indexOf(number);
    if (index < 0 || index >= this.lines.length) {
      return -1;
    }
    return index === 0 ? 0 : this.ends[index - 1] - this.base;
  }

  /** The numbers of the lines that the pattern is found in, from the given line on. */
  matching(pattern: RegExp, fromNumber = 0): number[] {
    const found: number[] = [];
    for (let i = Math.max(0, this.indexOf(fromNumber)); i < this.lines.length; i++) {
      pattern.lastIndex = 0;
      if (pattern.test(this.lines[i].text)) {
        found.push(this.lines[i].number);
      }
    }
    return found;
  }

  private indexOf(number: number): number {
    return this.lines.length === 0 ? -1 : number - this.lines[0].number;
  }

  /** The first line whose rows end after the given row. */
  private lineAt(row: number): number {
    let low = 0;
    let high = this.ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle] - this.base > row) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private rowsOf(line: LogLine): number {
    if (this.columns === 0) {
      return 1;
    }
    return line.narrow ? Math.max(1, Math.ceil(line.text.length / this.columns)) : this.piecesOf(line).length;
  }

  private piecesOf(line: LogLine): Row[] {
    const length = line.text.length;
    if (this.columns === 0) {
      const to = Math.min(length, MAX_ROW_CHARACTERS);
      return [{ line, from: 0, to, cut: length - to }];
    }
    if (length === 0) {
      return [{ line, from: 0, to: 0, cut: 0 }];
    }
    const pieces: Row[] = [];
    if (line.narrow) {
      for (let from = 0; from < length; from += this.columns) {
        pieces.push({ line, from, to: Math.min(length, from + this.columns), cut: 0 });
      }
      return pieces;
    }
    let from = 0;
    let at = 0;
    let taken = 0;
    for (const character of line.text) {
      const width = cells(character);
      if (taken + width > this.columns && at > from) {
        pieces.push({ line, from, to: at, cut: 0 });
        from = at;
        taken = 0;
      }
      taken += width;
      at += character.length;
    }
    pieces.push({ line, from, to: length, cut: 0 });
    return pieces;
  }
}
