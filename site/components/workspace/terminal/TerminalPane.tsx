import { useEffect, useState } from 'react'
import type { ApiError, TerminalDto } from '../../../../lab-runner/contract.ts'
import { Refusal } from '../../lesson/Refusal.tsx'
import { failureOf } from '../runner-api.ts'
import { useLab, useRemembered, useSession } from '../use-lab.ts'
import { TerminalTab } from './TerminalTab.tsx'

/** The lab's shells, one tab each. They live on the server: a reload or a second page shows the same. */
export function TerminalPane({ shown, onLeave }: { shown: boolean; onLeave: () => void }) {
  const session = useSession()
  const { lab } = useLab()
  const [chosen, choose] = useState<string | null>(null)
  const [problem, setProblem] = useState<ApiError | null>(null)
  const [reader, setReader] = useRemembered('slipway:screen-reader', 'off', isSwitch)
  const terminals = lab?.terminals ?? []
  const active = terminals.find(({ id }) => id === chosen) ?? terminals[0]
  useEffect(() => {
    session.activeTerminal = active?.alive === true ? active.id : null
  }, [session, active?.id, active?.alive])

  const attempt = (request: () => Promise<void>) => {
    setProblem(null)
    request().catch((error: unknown) => setProblem(failureOf(error)))
  }
  const add = () => attempt(async () => choose((await session.api.openTerminal()).id))
  const close = (id: string) => attempt(() => session.api.closeTerminal(id))
  return (
    <>
      <div className="sessions">
        {terminals.map(terminal => (
          <Session
            key={terminal.id}
            terminal={terminal}
            current={terminal.id === active?.id}
            closable={terminals.length > 1}
            onChoose={() => choose(terminal.id)}
            onClose={() => close(terminal.id)}
          />
        ))}
        <button type="button" aria-label="New terminal" disabled={lab === null} onClick={add}>
          +
        </button>
        <button
          type="button"
          className="reader"
          aria-pressed={reader === 'on'}
          title="Reads the terminal's lines to a screen reader"
          onClick={() => setReader(reader === 'on' ? 'off' : 'on')}
        >
          Screen reader
        </button>
        <span className="hint">
          <kbd>Ctrl+Shift+↑</kbd> leaves · kept when you reload
        </span>
      </div>
      {problem === null ? null : <Refusal problem={problem} />}
      <div className="screens">
        {terminals.map(({ id }) => (
          <TerminalTab
            key={id}
            terminalId={id}
            shown={shown && id === active?.id}
            reader={reader === 'on'}
            onLeave={onLeave}
          />
        ))}
        {terminals.length === 0 ? (
          <p className="quiet">Your shell appears here when the lab-runner answers.</p>
        ) : null}
      </div>
    </>
  )
}

interface SessionProps {
  terminal: TerminalDto
  current: boolean
  closable: boolean
  onChoose: () => void
  onClose: () => void
}

function Session({ terminal, current, closable, onChoose, onClose }: SessionProps) {
  return (
    <>
      <button type="button" aria-current={current ? 'true' : undefined} onClick={onChoose}>
        {terminal.title}
        {terminal.alive ? '' : ', ended'}
      </button>
      {closable && current ? (
        <button type="button" className="close" aria-label={`Close ${terminal.title}`} onClick={onClose}>
          ×
        </button>
      ) : null}
    </>
  )
}

const isSwitch = (value: string): value is 'on' | 'off' => value === 'on' || value === 'off'
