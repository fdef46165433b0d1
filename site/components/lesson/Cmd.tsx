import { useEffect, useState } from 'react'
import { commandLines, commandParts } from './command-lines.ts'

/** A step's commands, as they are typed; Run and Copy stand in the bar below. */
export function Cmd({ commands, said, children }: CmdProps) {
  return (
    <div className="cmd">
      {commands.map((command, index) => (
        <CommandText key={index} command={command} label={commandLabel(index, commands.length)} />
      ))}
      <div className="bar">
        <span className="num">{said}</span>
        <Copy text={commands.join('\n')} />
        {children}
      </div>
    </div>
  )
}

interface CmdProps {
  commands: readonly string[]
  /** What became of them, or why they cannot run. */
  said: React.ReactNode
  /** Buttons after Copy. */
  children: React.ReactNode
}

const commandLabel = (index: number, count: number) =>
  count === 1 ? 'Command' : `Command ${index + 1} of ${count}`

function CommandText({ command, label }: { command: string; label: string }) {
  const lines = commandLines(command)
  const continued = !command.includes('\n')
  return (
    <pre role="group" aria-label={label}>
      <code>
        {lines.map((line, index) => (
          <span key={index}>
            {commandParts(line).map((part, at) => (
              <Part key={at} {...part} />
            ))}
            {continued && index < lines.length - 1 ? '\u00a0\\' : null}
            {'\n'}
          </span>
        ))}
      </code>
    </pre>
  )
}

function Part({ kind, text }: { kind: 'option' | 'unknown' | 'text'; text: string }) {
  if (kind === 'option') return <i>{text}</i>
  if (kind === 'unknown') return <mark title="A step before this one gives this value">{text}</mark>
  return text
}

function Copy({ text }: { text: string }) {
  const [said, setSaid] = useState<string | null>(null)
  useEffect(() => {
    if (said === null) return
    const timer = setTimeout(() => setSaid(null), 4000)
    return () => clearTimeout(timer)
  }, [said])
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid('Copied'),
      () => setSaid('Not allowed: select the text'),
    )
  return (
    <button type="button" className="btn" onClick={() => void copy()}>
      <span role="status">{said ?? 'Copy'}</span>
    </button>
  )
}
