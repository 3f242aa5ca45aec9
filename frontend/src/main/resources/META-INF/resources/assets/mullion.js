/*
 * What the frame does in the browser alone: the chosen colour scheme before the first paint, times that stay true
 * while a page is open, and copying. Served as it is; nothing here reads from or writes to any other place.
 */
'use strict';

(() => {
  const SCHEME_KEY = 'mullion.scheme';
  const root = document.documentElement;

  function storedScheme() {
    try {
      return localStorage.getItem(SCHEME_KEY);
    } catch {
      return null; // storage is switched off: follow the system
    }
  }

  function applyScheme(scheme) {
    const chosen = scheme === 'light' || scheme === 'dark' ? scheme : 'light dark';
    root.style.colorScheme = chosen;
    root.setAttribute('data-scheme', scheme === 'light' || scheme === 'dark' ? scheme : 'system');
  }

  applyScheme(storedScheme());

  // another tab chose another scheme
  addEventListener('storage', (event) => {
    if (event.key === SCHEME_KEY) {
      applyScheme(event.newValue);
    }
  });

  addEventListener('mullion-scheme', (event) => {
    const scheme = event.detail;
    try {
      localStorage.setItem(SCHEME_KEY, scheme);
    } catch {
      // chosen for this page only
    }
    applyScheme(scheme);
  });

  // ---- choosing a scheme: any control that carries data-scheme-choice ----
  document.addEventListener('click', (event) => {
    const control = event.composedPath().find((node) => node.dataset && node.dataset.schemeChoice);
    if (control) {
      dispatchEvent(new CustomEvent('mullion-scheme', { detail: control.dataset.schemeChoice }));
    }
  });

  // ---- times ----
  const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
  const STEPS = [
    [60, 1, 'second'],
    [3600, 60, 'minute'],
    [86400, 3600, 'hour'],
    [30 * 86400, 86400, 'day'],
    [365 * 86400, 30 * 86400, 'month'],
    [Infinity, 365 * 86400, 'year'],
  ];

  function words(moment, now) {
    const seconds = Math.floor(Math.abs(now - moment) / 1000);
    if (seconds < 5) {
      return 'now';
    }
    const [, size, unit] = STEPS.find(([limit]) => seconds < limit);
    const count = Math.floor(seconds / size);
    const amount = `${count} ${unit}${count === 1 ? '' : 's'}`;
    return now >= moment ? `${amount} ago` : `in ${amount}`;
  }

  const times = new Set();

  class MullionTime extends HTMLElement {
    static observedAttributes = ['datetime'];

    connectedCallback() {
      times.add(this);
      this.tell();
    }

    disconnectedCallback() {
      times.delete(this);
    }

    attributeChangedCallback() {
      // the server sets the text right after the attribute; ours has the last word
      queueMicrotask(() => this.tell());
    }

    tell() {
      const moment = Date.parse(this.getAttribute('datetime') ?? '');
      if (Number.isNaN(moment)) {
        return;
      }
      const text = words(moment, Date.now());
      // the server owns the text node, so it is changed in place and never replaced
      if (this.firstChild === null) {
        this.append(text);
      } else if (this.firstChild.data !== text) {
        this.firstChild.data = text;
      }
      this.title = exact.format(moment);
    }
  }

  customElements.define('mullion-time', MullionTime);
  setInterval(() => times.forEach((time) => time.tell()), 5000);

  // ---- copying: any control that carries data-copy ----
  async function copy(text) {
    if (navigator.clipboard && isSecureContext) {
      await navigator.clipboard.writeText(text);
      return;
    }
    // over plain HTTP the clipboard interface is missing; a selection still copies
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'offscreen';
    document.body.append(area);
    area.select();
    try {
      if (!document.execCommand('copy')) {
        throw new Error('copy was refused');
      }
    } finally {
      area.remove();
    }
  }

  document.addEventListener('click', async (event) => {
    const control = event.composedPath().find((node) => node.dataset && node.dataset.copy !== undefined);
    if (!control) {
      return;
    }
    event.stopPropagation();
    try {
      await copy(control.dataset.copy);
      control.setAttribute('data-copied', 'yes');
      announce('Copied');
    } catch {
      control.setAttribute('data-copied', 'no');
      announce('Could not copy');
    }
    setTimeout(() => control.removeAttribute('data-copied'), 1600);
  }, true);

  let region;

  function announce(text) {
    if (!region) {
      region = document.createElement('div');
      region.className = 'offscreen';
      region.setAttribute('role', 'status');
      document.body.append(region);
    }
    region.textContent = '';
    setTimeout(() => { region.textContent = text; }, 50);
  }
})();
