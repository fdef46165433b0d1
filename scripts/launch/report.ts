import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findProgram } from '../setup/programs.ts'
import { credentialsFile } from './credentials.ts'

export interface Addresses {
  /** With the one-time token that signs in. */
  workshop: string
  practiceAccount: string
  /** What tasks run as. */
  runtime: string
  home: string
  seconds: number
}

/** The lines that \`npm start\` prints when everything is up. */
export function readyLines({ workshop, practiceAccount, runtime, home, seconds }: Addresses): string[] {
  const credentials = credentialsFile(home)
  return [
    '',
    `Slipway is ready (${seconds.toFixed(1)} s).`,
    '',
    `  Workshop          ${workshop}`,
    '                    Open this address: it signs you in, once.',
    `  Practice account  ${practiceAccount}   (${runtime})`,
    `  State             ${home}   (logs in logs/)`,
    ...(existsSync(credentials)
      ? [`  Any terminal      source ${credentials}`, '                    gives it your practice account.']
      : []),
    '',
  ]
}

/** Opens the address in the learner's browser where there is a screen; says nothing when it cannot. */
export function openBrowser(address: string): void {
  const screen = process.platform === 'darwin' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)
  const opener = findProgram(process.platform === 'darwin' ? 'open' : 'xdg-open')
  if (!screen || !opener || !process.stdout.isTTY) return
  spawn(opener, [address], { detached: true, stdio: 'ignore' })
    .on('error', () => {})
    .unref()
}
