/**
 * Loaded into Azurite before its own code. Azurite saves what it was given only every few seconds and when it closes,
 * and it closes in order only at its first SIGINT: a SIGTERM, a second SIGINT or the death of its parent would cost the
 * last writes. This makes each of them one orderly close.
 */
let closing = false;

process.on('SIGINT', () => {
  closing = true;
  // Alone here, so Azurite has not started yet and there is nothing to save.
  if (process.listenerCount('SIGINT') === 1) process.exit(0);
});

const close = (): void => {
  if (!closing) process.emit('SIGINT');
};

process.on('SIGTERM', close);
// The parent holds the other end and never writes. Unreferenced, it does not keep a closed Azurite from ending.
process.stdin.resume().once('end', close).unref();

export {};
