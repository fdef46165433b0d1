import { rmSync } from 'node:fs'
import path from 'node:path'
import type { Controllers } from '../../gateway/service.ts'
import type { Sandbox } from '../../operation.ts'
import { buildsOf, resumeBuilds } from './builds.ts'
import { removeContainers } from './environment/container-environment.ts'
import { engine } from './environment/open-environment.ts'
import { endProcesses } from './environment/process-environment.ts'
import { buildsFolder } from './run-build.ts'

/** Ends what builds left behind when the practice account was killed, and carries on with those that waited. */
export async function startControllers(sandbox: Sandbox): Promise<Controllers> {
  const folder = buildsFolder(sandbox)
  endProcesses(`${folder}${path.sep}`)
  if (sandbox.config.runtime !== 'process')
    await removeContainers(await engine(), sandbox).catch(() => undefined)
  rmSync(folder, { recursive: true, force: true })
  resumeBuilds(sandbox)
  return {
    stop: () => buildsOf(sandbox).stop(),
    resetAccount: accountId => buildsOf(sandbox).forget(accountId),
    restoreAccount: async accountId => {
      await buildsOf(sandbox).forget(accountId)
      resumeBuilds(sandbox, accountId)
    },
  }
}
