import { useEffect, useRef, useState } from 'react'
import type { ApiError } from '../../../../lab-runner/contract.ts'
import { useLab, useSession } from '../use-lab.ts'
import { type LinkState, TerminalLink } from './terminal-link.ts'
import type { TerminalScreen } from './terminal-screen.ts'

interface TerminalTabProps {
  terminalId: string
  /** Seen now: it is fitted and may be focused. */
  shown: boolean
  reader: boolean
  onLeave: () => void
}

/** One terminal: its screen, and its stream. The code of the terminal is loaded when the first one mounts. */
export function TerminalTab({ terminalId, shown, reader, onLeave }: TerminalTabProps) {
  const session = useSession()
  const joined = useLab().connection === 'connected'
  const place = useRef<HTMLDivElement>(null)
  const screen = useRef<TerminalScreen | null>(null)
  const link = useRef<TerminalLink | null>(null)
  const leave = useRef(onLeave)
  const [ready, setReady] = useState(false)
  const [state, setState] = useState<LinkState>('attaching')
  const [problem, setProblem] = useState<ApiError | null>(null)
  useEffect(() => {
    leave.current = onLeave
  })

  useEffect(() => {
    let gone = false
    const { socket } = session
    void loadScreen().then(({ openScreen }) => {
      if (gone || place.current === null || socket === null) return
      const opened = openScreen({
        element: place.current,
        reader: false,
        onInput: data => link.current?.input(data),
        onResize: size => link.current?.resize(size),
        onLeave: () => leave.current(),
      })
      screen.current = opened
      link.current = new TerminalLink(socket, terminalId, opened, (next, why) => {
        setState(next)
        setProblem(why)
      })
      setReady(true)
    })
    return () => {
      gone = true
      link.current?.close()
      screen.current?.dispose()
      link.current = null
      screen.current = null
    }
  }, [session, terminalId])

  useEffect(() => {
    if (ready && joined) link.current?.attach()
  }, [ready, joined])
  useEffect(() => screen.current?.setReader(reader), [ready, reader])
  useEffect(() => {
    if (!ready || !shown || place.current === null) return
    const refit = () => screen.current?.fit()
    const sized = new ResizeObserver(refit)
    sized.observe(place.current)
    const themed = new MutationObserver(() => screen.current?.recolour())
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    screen.current?.recolour()
    return () => {
      sized.disconnect()
      themed.disconnect()
    }
  }, [ready, shown])

  return (
    <div className="shell" hidden={!shown}>
      <div className="screen" ref={place} />
      {ready ? null : <p className="quiet">The terminal is being loaded…</p>}
      {state === 'ended' ? (
        <p className="quiet">This shell has ended. Close its tab, or open another with +.</p>
      ) : null}
      {problem === null ? null : (
        <p className="quiet" role="alert">
          {problem.message} {problem.next}
        </p>
      )}
    </div>
  )
}

let loading: Promise<typeof import('./terminal-screen.ts')> | null = null

/** Waits for the font too: a grid measured with another one would not fit. */
function loadScreen() {
  loading ??= Promise.all([
    import('./terminal-screen.ts'),
    document.fonts.load('13px "IBM Plex Mono"').catch(() => []),
  ]).then(([module]) => module)
  return loading
}
