import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { LogBuffer, type LineKind, type Row } from './log-buffer';

/** What the server sends: lines as [kind, time, text], oldest first. */
export interface LogBatch {
  readonly lines: ReadonlyArray<readonly [LineKind, string, string]>;
}

const ROW_HEIGHT = 20;
/** Rows kept above and below what is visible, so that a fast wheel meets text and not a blank. */
const MARGIN = 12;
const TIME_CELLS = 14;
const MARK_CELLS = 4;
const PADDING = 12;

const TITLES: Record<LineKind, string> = { out: 'standard output', err: 'standard error', note: '' };
const MARKS: Record<LineKind, string> = { out: 'out', err: 'err', note: '' };

/**
 * A live log. Draws only the rows in sight, keeps the newest lines, follows the end until somebody scrolls up.
 *
 * Text arrives harmless and is only ever set as text. Sizes are set from script and not as style attributes, which a
 * content security policy may forbid.
 *
 * Fires `follow-changed` with `{ following }` when the person starts or stops following.
 */
export class MullionLog extends LitElement {
  static properties = {
    wrap: { type: Boolean },
    timestamps: { type: Boolean },
    query: { type: String },
    following: { state: true },
    plain: { type: Boolean },
    label: { type: String },
    emptyText: { type: String, attribute: 'empty-text' },
  };

  static styles = css`
    :host {
      display: flex;
      flex-direction: column;
      position: relative;
      min-height: 12rem;
      overflow: hidden;
      border: 1px solid var(--vaadin-border-color-secondary, #8884);
      border-radius: var(--vaadin-radius-m, 8px);
      color: var(--vaadin-text-color, inherit);
      --mullion-log-error: light-dark(#b3261e, #ff9b93);
      --mullion-log-found: light-dark(#ffe58a, #6b5600);
      --mullion-log-current: light-dark(#ffb02e, #b17800);
      --mullion-log-faint: var(--vaadin-text-color-secondary, #777);
    }
    .scroller {
      flex: 1;
      overflow: auto;
      overflow-anchor: none;
      position: relative;
      font-family: ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace;
      font-size: 13px;
      line-height: 20px;
      font-variant-ligatures: none;
      tab-size: 8;
      outline-offset: -2px;
    }
    .scroller:focus-visible {
      outline: 2px solid var(--vaadin-focus-ring-color, #0066ff);
    }
    .sizer {
      position: relative;
      min-width: 100%;
      width: max-content;
    }
    .rows {
      will-change: transform;
    }
    .row {
      box-sizing: border-box;
      display: flex;
      height: 20px;
      padding: 0 12px;
      white-space: pre;
      contain: layout style;
    }
    .row:hover {
      background: color-mix(in srgb, currentColor 6%, transparent);
    }
    .time,
    .mark {
      flex: none;
      color: var(--mullion-log-faint);
      user-select: none;
      overflow: hidden;
    }
    .time {
      width: 14ch;
    }
    .mark {
      width: 4ch;
    }
    .text {
      unicode-bidi: isolate;
      direction: ltr;
    }
    .err .text,
    .err .mark {
      color: var(--mullion-log-error);
    }
    .err {
      box-shadow: inset 3px 0 var(--mullion-log-error);
    }
    .err .mark {
      font-weight: 600;
    }
    .note {
      font-style: italic;
      color: var(--mullion-log-faint);
      background: color-mix(in srgb, currentColor 8%, transparent);
    }
    mark {
      color: inherit;
      background: var(--mullion-log-found);
      border-radius: 2px;
    }
    mark.current {
      background: var(--mullion-log-current);
    }
    .cut {
      color: var(--mullion-log-faint);
      font-style: italic;
    }
    .probe {
      position: absolute;
      inset-block-start: 0;
      visibility: hidden;
      pointer-events: none;
    }
    .empty {
      position: absolute;
      inset: 0;
      display: grid;
      place-items: center;
      padding: 1rem;
      color: var(--mullion-log-faint);
      text-align: center;
      pointer-events: none;
    }
    .foot {
      display: flex;
      flex-wrap: wrap;
      gap: 0.25rem 1rem;
      align-items: center;
      min-height: 2rem;
      padding: 0 12px;
      border-top: 1px solid var(--vaadin-border-color-secondary, #8884);
      font-size: 0.8125rem;
      color: var(--mullion-log-faint);
      font-variant-numeric: tabular-nums;
    }
    .foot .gap {
      flex: 1;
    }
    button {
      font: inherit;
      min-height: 24px;
      padding: 0 0.6rem;
      border: 1px solid var(--vaadin-border-color, #8888);
      border-radius: 999px;
      color: var(--vaadin-text-color, inherit);
      background: var(--vaadin-background-color, transparent);
      cursor: pointer;
    }
    button:focus-visible {
      outline: 2px solid var(--vaadin-focus-ring-color, #0066ff);
      outline-offset: 1px;
    }
    @media (max-width: 600px) {
      .scroller {
        font-size: 12px;
      }
    }
  `;

  declare wrap: boolean;
  declare timestamps: boolean;
  declare query: string;
  declare following: boolean;
  /** One text from its start, without streams and without an end to follow. */
  declare plain: boolean;
  declare label: string;
  declare emptyText: string;

  private readonly buffer = new LogBuffer();
  private readonly sizes = new ResizeObserver(() => this.measure());
  private pattern?: RegExp;
  /** Numbers of the lines found, and which of them is the current one. */
  private found: number[] = [];
  private current = -1;
  /** Lines that came while the person was reading further up. */
  private unseen = 0;
  private cell = 8;
  private lastTop = 0;
  private drawing = 0;
  private firstRow = 0;
  /** The line to have at the top again after the rows were laid out anew; 0 = none. */
  private keep = 0;

  constructor() {
    super();
    this.wrap = false;
    this.timestamps = false;
    this.query = '';
    this.following = true;
    this.plain = false;
    this.label = 'Log';
    this.emptyText = '';
  }

  /** Adds lines at the end. Answers how many lines are kept, which tells the server that they arrived. */
  addLines(batch: LogBatch): number {
    const first = batch.lines.length === 0 ? -1 : this.take(batch);
    if (first > 0 && this.pattern) {
      this.found.push(...this.buffer.matching(this.pattern, first));
    }
    const gone = this.buffer.trim();
    if (gone > 0) {
      const oldest = this.buffer.slice(0, 1)[0].line.number;
      const kept = this.found.findIndex((number) => number >= oldest);
      const lost = kept < 0 ? this.found.length : kept;
      this.found = this.found.slice(lost);
      this.current = Math.max(-1, this.current - lost);
    }
    if (!this.following) {
      this.unseen += batch.lines.length;
      if (gone > 0) {
        // what the person reads stays under their eyes although rows above it went away
        const scroller = this.scroller;
        if (scroller) {
          scroller.scrollTop = this.lastTop = Math.max(0, scroller.scrollTop - gone * ROW_HEIGHT);
        }
      }
    }
    this.draw();
    return this.buffer.length;
  }

  /** Forgets all lines, for another tail or another container. */
  clear(): void {
    this.buffer.clear();
    this.found = [];
    this.current = -1;
    this.unseen = 0;
    this.following = !this.plain;
    this.draw();
  }

  /** Goes to the next (1) or previous (-1) line found, around the ends. */
  find(direction: number): void {
    if (this.found.length === 0) {
      return;
    }
    if (this.current < 0) {
      // start from what is in sight, not from the far end
      const top = this.buffer.slice(Math.floor(this.lastTop / ROW_HEIGHT), 1)[0]?.line.number ?? 0;
      const visible = this.found.findIndex((number) => number >= top);
      this.current = direction > 0 ? (visible < 0 ? 0 : visible) : (visible <= 0 ? this.found.length : visible) - 1;
    } else {
      this.current = (this.current + direction + this.found.length) % this.found.length;
    }
    this.reveal(this.found[this.current]);
  }

  /** Goes to the newest line and stays there. */
  follow(): void {
    this.setFollowing(!this.plain);
    this.draw();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.sizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
    cancelAnimationFrame(this.drawing);
    this.drawing = 0;
  }

  protected override firstUpdated(): void {
    this.measure();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('plain') && this.plain) {
      this.following = false;
    }
    if (changed.has('query')) {
      this.search();
    }
    if (changed.has('wrap') || changed.has('timestamps')) {
      this.layOut();
    }
  }

  protected override updated(changed: PropertyValues): void {
    const scroller = this.scroller;
    if (!scroller) {
      return;
    }
    const sizer = scroller.querySelector<HTMLElement>('.sizer')!;
    sizer.style.height = `${this.buffer.rows * ROW_HEIGHT}px`;
    sizer.querySelector<HTMLElement>('.rows')!.style.transform = `translateY(${this.firstRow * ROW_HEIGHT}px)`;
    if (this.following) {
      scroller.scrollTop = scroller.scrollHeight;
      this.lastTop = scroller.scrollTop;
    } else if (this.keep > 0) {
      scroller.scrollTop = this.lastTop = Math.max(0, this.buffer.rowOf(this.keep)) * ROW_HEIGHT;
      this.draw();
    }
    this.keep = 0;
  }

  protected override render(): TemplateResult {
    const height = this.scroller?.clientHeight ?? 400;
    const top = this.following
      ? Math.max(0, this.buffer.rows * ROW_HEIGHT - height)
      : (this.scroller?.scrollTop ?? this.lastTop);
    this.firstRow = Math.max(0, Math.floor(top / ROW_HEIGHT) - MARGIN);
    const rows = this.buffer.slice(this.firstRow, Math.ceil(height / ROW_HEIGHT) + 2 * MARGIN);
    return html`
      <div
        class="scroller"
        part="scroller"
        tabindex="0"
        role=${this.plain ? 'region' : 'log'}
        aria-live="off"
        aria-label=${this.label}
        @scroll=${this.onScroll}
        @keydown=${this.onKey}
      >
        <div class="sizer">
          <div class="rows">
            ${repeat(
              rows,
              (row) => `${row.line.number}.${row.from}`,
              (row) => this.renderRow(row),
            )}
          </div>
        </div>
        <span class="probe" aria-hidden="true">0000000000</span>
      </div>
      ${this.buffer.length === 0 ? html`<div class="empty">${this.emptyText}</div>` : nothing} ${this.renderFoot()}
    `;
  }

  private renderRow(row: Row): TemplateResult {
    const { kind, time } = row.line;
    const first = row.from === 0;
    return html`<div class="row ${kind}">
      ${this.timestamps
        ? html`<span class="time" title=${first ? time : ''}>${first ? clock(time) : ''}</span>`
        : nothing}${this.plain ? nothing : html`<span class="mark" title=${TITLES[kind]}>${first ? MARKS[kind] : ''}</span>`}<span
        class="text"
        >${this.renderText(row)}</span>${row.cut > 0
        ? html`<span class="cut"> … ${row.cut.toLocaleString()} more characters; wrap lines to see them</span>`
        : nothing}
    </div>`;
  }

  private renderText(row: Row): TemplateResult | string | Array<TemplateResult | string> {
    const text = row.line.text;
    if (!this.pattern || row.line.kind === 'note') {
      return text.slice(row.from, row.to);
    }
    const current = this.current >= 0 && this.found[this.current] === row.line.number;
    const parts: Array<TemplateResult | string> = [];
    let at = row.from;
    this.pattern.lastIndex = 0;
    for (let match = this.pattern.exec(text); match && match.index < row.to; match = this.pattern.exec(text)) {
      const from = Math.max(match.index, row.from);
      const to = Math.min(match.index + match[0].length, row.to);
      if (to > from) {
        parts.push(text.slice(at, from), html`<mark class=${current ? 'current' : ''}>${text.slice(from, to)}</mark>`);
        at = to;
      }
    }
    parts.push(text.slice(at, row.to));
    return parts;
  }

  private renderFoot(): TemplateResult {
    const lines = this.buffer.length;
    return html`<div class="foot">
      <span>${lines.toLocaleString()} ${lines === 1 ? 'line' : 'lines'}</span>
      ${this.buffer.dropped > 0 && lines > 0
        ? html`<span>${this.buffer.dropped.toLocaleString()} older not kept here</span>`
        : nothing}
      ${this.pattern
        ? html`<span role="status" class="found"
            >${this.found.length === 0
              ? 'Nothing found'
              : this.current < 0
                ? `${this.found.length.toLocaleString()} found`
                : `${(this.current + 1).toLocaleString()} of ${this.found.length.toLocaleString()} found`}</span
          >`
        : nothing}
      <span class="gap"></span>
      ${this.plain
        ? nothing
        : this.following
        ? html`<span class="state">Following</span>`
        : html`<button type="button" class="follow" @click=${this.follow}>
            ${this.unseen > 0 ? `${this.unseen.toLocaleString()} new · ` : ''}Follow
          </button>`}
    </div>`;
  }

  private take(batch: LogBatch): number {
    let first = 0;
    for (const [kind, time, text] of batch.lines) {
      const line = this.buffer.append(kind, time, text);
      first ||= line.number;
    }
    return first;
  }

  private search(): void {
    this.pattern = this.query ? new RegExp(this.query.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'), 'giu') : undefined;
    this.found = this.pattern ? this.buffer.matching(this.pattern) : [];
    this.current = -1;
  }

  private reveal(number: number): void {
    const row = this.buffer.rowOf(number);
    const scroller = this.scroller;
    if (row < 0 || !scroller) {
      return;
    }
    this.setFollowing(false);
    scroller.scrollTop = this.lastTop = Math.max(0, row * ROW_HEIGHT - scroller.clientHeight / 3);
    this.draw();
  }

  private setFollowing(following: boolean): void {
    if (following) {
      this.unseen = 0;
    }
    if (following !== this.following) {
      this.following = following;
      this.dispatchEvent(new CustomEvent('follow-changed', { detail: { following } }));
    }
  }

  private onScroll(): void {
    const scroller = this.scroller!;
    const top = scroller.scrollTop;
    const atEnd = top + scroller.clientHeight >= scroller.scrollHeight - ROW_HEIGHT / 2;
    // only a movement upwards is a wish to read; rows that come make the end move away, too
    if (top < this.lastTop - 1 && !atEnd) {
      this.setFollowing(false);
    } else if (atEnd && top > this.lastTop && !this.plain) {
      this.setFollowing(true);
    }
    this.lastTop = top;
    this.draw();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'End' && !event.shiftKey) {
      event.preventDefault();
      this.follow();
    } else if (event.key === 'Home' && !event.shiftKey) {
      event.preventDefault();
      this.setFollowing(false);
      this.scroller!.scrollTop = 0;
    }
  }

  private measure(): void {
    const probe = this.renderRoot.querySelector('.probe');
    if (probe) {
      this.cell = probe.getBoundingClientRect().width / 10 || this.cell;
      this.layOut();
      this.draw();
    }
  }

  private layOut(): void {
    const width = (this.scroller?.clientWidth ?? 0) - 2 * PADDING;
    if (width <= 0) {
      return;
    }
    const used = (this.plain ? 0 : MARK_CELLS) + (this.timestamps ? TIME_CELLS : 0);
    const top = this.buffer.slice(Math.floor(this.lastTop / ROW_HEIGHT), 1)[0]?.line.number ?? 0;
    if (this.buffer.layOut(this.wrap ? Math.max(20, Math.floor(width / this.cell) - used) : 0)) {
      this.keep = top;
    }
  }

  private draw(): void {
    if (this.drawing === 0 && this.isConnected) {
      this.drawing = requestAnimationFrame(() => {
        this.drawing = 0;
        this.requestUpdate();
      });
    }
  }

  private get scroller(): HTMLElement | null {
    return this.renderRoot?.querySelector<HTMLElement>('.scroller') ?? null;
  }
}

/** The time of day where the person is; the whole moment is the tool tip. */
function clock(time: string): string {
  const moment = new Date(time);
  if (time === '' || Number.isNaN(moment.getTime())) {
    return '';
  }
  const two = (value: number) => String(value).padStart(2, '0');
  return (
    `${two(moment.getHours())}:${two(moment.getMinutes())}:${two(moment.getSeconds())}` +
    `.${String(moment.getMilliseconds()).padStart(3, '0')}`
  );
}

customElements.define('mullion-log', MullionLog);
