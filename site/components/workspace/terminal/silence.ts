import type { IDisposable, Terminal } from '@xterm/xterm'

/** Sequences by which output asks the terminal for an answer on stdin. */
const asking = {
  csi: [
    { final: 'c' }, // primary device attributes
    { prefix: '>', final: 'c' },
    { prefix: '=', final: 'c' },
    { final: 'n' }, // device status, cursor position
    { prefix: '?', final: 'n' },
    { prefix: '>', final: 'q' }, // name and version
    { intermediates: '$', final: 'p' }, // modes
    { prefix: '?', intermediates: '$', final: 'p' },
    { final: 't' }, // window size and title reports
  ],
  dcs: [
    { intermediates: '$', final: 'q' }, // settings
    { intermediates: '+', final: 'q' }, // capabilities
  ],
} as const

/** Colours that output may set but not ask for: 4 palette, 10 ink, 11 ground, 12 cursor. */
const colours = [4, 10, 11, 12]

/**
 * Lets no output write to stdin. A replayed history must not, and with two tabs on one terminal each would answer;
 * programs that ask for such answers go on without them.
 */
export function silenceAnswers(terminal: Terminal): IDisposable {
  const { parser } = terminal
  const swallow = () => true
  const handlers = [
    ...asking.csi.map(id => parser.registerCsiHandler(id, swallow)),
    ...asking.dcs.map(id => parser.registerDcsHandler(id, swallow)),
    ...colours.map(id => parser.registerOscHandler(id, data => data.includes('?'))),
    parser.registerOscHandler(52, swallow), // clipboard
  ]
  return { dispose: () => handlers.forEach(handler => handler.dispose()) }
}
