import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fillData } from './folders.ts'
import { serverProgram } from './program.ts'

function hasServer(): boolean {
  try {
    return Boolean(serverProgram())
  } catch {
    return process.env['CI'] === 'true'
  }
}

test.skipIf(!hasServer())(
  'databases that are made at once are whole, and leave what other servers have in /tmp',
  async () => {
    const root = mkdtempSync(path.join(tmpdir(), 'slipway-rds-'))
    const foreign = path.join(tmpdir(), `#sql-temptable-${process.pid}-1-1.MAI`)
    writeFileSync(foreign, '')
    onTestFinished(() => {
      rmSync(root, { recursive: true, force: true })
      rmSync(foreign, { force: true })
    })
    const template = path.join(root, 'empty')
    const data = ['one', 'other'].map(name => path.join(root, name))
    await Promise.all(data.map(folder => fillData(serverProgram(), folder, { template })))
    for (const folder of data) expect(existsSync(path.join(folder, 'mysql', 'global_priv.MAD'))).toBe(true)
    expect(existsSync(foreign)).toBe(true)
  },
  60_000,
)
