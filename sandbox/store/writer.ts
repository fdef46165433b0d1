import { openStore } from './store.ts'

/*
 * A process for the kill test: puts pairs of documents, the one by itself and the other flushed, and prints a number once it
 * is acknowledged. It goes on until it is killed.
 */
const store = openStore(process.argv[2] ?? '')
const documents = store.scope('1', 'eu-west-1').collection<{ number: number; text: string }>('test:pair')

function next(number: number): void {
  documents.put(`left-${number}`, { number, text: 'x'.repeat(2000) })
  documents.put(`right-${number}`, { number, text: 'x'.repeat(2000) })
  store.flush()
  process.stdout.write(`${number}\n`)
  // What nobody waits for must reach the disk too, whole or not at all.
  documents.put('unasked', { number, text: 'y' })
  setImmediate(next, number + 1)
}

next(documents.size)
