/** Content hash naming the runtime's folder; put in by the bundler. */
declare const RUNTIME_HASH: string;

/** The runtime manifest's list of files; put in by the bundler. */
declare const RUNTIME_FILES: Record<string, { bytes: number; download_bytes: number; sha256: string }>;

/** Names of the runtime's files that a page hands to its frames; put in by the bundler. */
declare const HANDED_FILES: string[];

/** The version of the site that a service worker keeps; put in by the bundler. */
declare const SITE_VERSION: import('./kept_site.mjs').Version;

/** The text of Material's search worker; put in by the bundler. */
declare const SEARCH_WORKER: string;

interface Window {
  /** The worker that was started before the page was read, with its events so far; or that it is too late for one. */
  ahEarlyStart?: { folder: string; worker: Worker; happened: Event[] } | 'over';
  /** Material's stream of documents: emits at once and after each instant navigation. */
  document$?: { subscribe(next: (document: Document) => void): unknown };
  /**
   * Runtime files that inline scripts have delivered, by name (base64 of gzip). `of`: another file, of which this one
   * has so many bytes at its `head` and its `tail`, with the text between them.
   */
  ahRuntime?: Record<string, string | { of: string; head: number; tail: number; text: string }>;
}

interface Navigator {
  /** Network Information, where the browser has it. */
  connection?: { saveData?: boolean };
}
