/** A shell that only echoes: its output is kept as bytes, its commands end as they are told to. */
export class FakeTerminal {
  readonly id: string
  readonly title: string
  history = Buffer.alloc(0)
  columns = 80
  rows = 24
  /** Everything that was written to its stdin. */
  input = ''
  /** The last offset that a page said it has drawn. */
  acknowledged = 0
  readonly #onData: (offset: number, data: Buffer) => void
  #line = ''

  constructor(id: string, title: string, onData: (offset: number, data: Buffer) => void) {
    this.id = id
    this.title = title
    this.#onData = onData
    this.print(prompt)
  }

  print(text: string): void {
    const data = Buffer.from(text)
    const offset = this.history.length
    this.history = Buffer.concat([this.history, data])
    this.#onData(offset, data)
  }

  /** Types a command as Run does, and ends it. */
  run(command: string, output: string, exitCode: number): void {
    this.print(command.replaceAll('\n', '\r\n'))
    this.end(output, exitCode)
  }

  end(output: string, exitCode: number): void {
    this.print(`\r\n\x1b]133;C\x07${output.replaceAll('\n', '\r\n')}\x1b]133;D;${exitCode}\x07${prompt}`)
  }

  /** A learner's keys: they are echoed, and Enter answers. */
  type(data: string): void {
    this.input += data
    if (data === '\x03') {
      this.print('^C')
      this.end('', 130)
      return
    }
    for (const key of data) {
      if (key === '\r') {
        const line = this.#line
        this.#line = ''
        this.end(line === '' ? '' : `${line}: heard\n`, line === 'false' ? 1 : 0)
      } else {
        this.#line += key
        this.print(key)
      }
    }
  }
}

const prompt = '\x1b]133;A\x07\x1b[2m~/lab $\x1b[0m \x1b]133;B\x07'
