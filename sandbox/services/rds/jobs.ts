import { rmSync } from 'node:fs'
import path from 'node:path'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { deleteTaskInterface } from '../ec2/network-interfaces.ts'
import { deleteManagedSecret } from '../secretsmanager/managed-secret.ts'
import { closeAddress, forgetAddress, tellAddress } from './addresses.ts'
import { addEvent } from './events.ts'
import { settingsOf } from './parameters.ts'
import {
  ADMIN,
  answers,
  heldStill,
  letGoOn,
  runningServer,
  startServer,
  stopServer,
} from './server/process.ts'
import { execute } from './server/client.ts'
import { copyFiles, fillData, handOver, passable } from './server/folders.ts'
import { serverProgram } from './server/program.ts'
import { type InstanceDocument, type InstanceStatus, rds } from './store.ts'
import { adminStatements, databaseStatement, masterStatements } from './users.ts'

/** What a job works with. */
export interface Job {
  sandbox: Sandbox
  scope: Scope
  /** Of the instance: `data`, its log, and what is known of its server. */
  folder: string
  databases: {
    /** Where an empty database waits to be copied, of the server's version. */
    template(version: string): string
    /** Where a snapshot's copy of the data lies. */
    snapshotFolder(scope: Scope, id: string): string
  }
  signal: AbortSignal
}

/** What is to be done in each state, and by that which state comes next. Every job may be interrupted and begun again. */
export const JOBS: Record<InstanceStatus, (job: Job, instance: InstanceDocument) => Promise<void>> = {
  async creating(job, instance) {
    await running(job, instance)
    moved(job, instance.id, 'available')
    const restored = instance.restoreFrom
    event(job, instance, 'DB instance created', 'creation')
    if (restored !== undefined) event(job, instance, `Restored from snapshot ${restored}`, 'restoration')
  },

  async available(job, instance) {
    await running(job, instance)
  },

  async modifying(job, instance) {
    const { localPort = 0 } = await running(job, instance)
    const { adminPassword, masterUsername, pendingPassword } = instance
    if (pendingPassword !== undefined) {
      const server = { port: localPort, user: ADMIN, password: adminPassword }
      await execute(server, masterStatements(masterUsername, pendingPassword)).catch(() => {
        // What the server says of a statement quotes it, and with it the password.
        throw new Error('The server did not take the new master credentials.')
      })
      changed(job, instance.id, ({ pendingPassword: current, ...rest }) =>
        current === pendingPassword ? rest : { ...rest, pendingPassword: current },
      )
      event(job, instance, 'Reset master credentials', 'configuration change')
    }
    moved(job, instance.id, 'available')
  },

  async 'backing-up'(job, instance) {
    await running(job, instance)
    await takeSnapshots(job, instance)
    moved(job, instance.id, 'available')
  },

  async rebooting(job, instance) {
    closeAddress(job.sandbox, job.scope, instance)
    await stopServer(job.folder)
    event(job, instance, 'DB instance shutdown', 'availability')
    changed(job, instance.id, ({ pendingReboot: _pending, ...rest }) => rest)
    await running(job, instance)
    event(job, instance, 'DB instance restarted', 'availability')
    moved(job, instance.id, 'available')
  },

  async stopping(job, instance) {
    if (hasSnapshotsToTake(job, instance)) {
      await running(job, instance)
      await takeSnapshots(job, instance)
    }
    closeAddress(job.sandbox, job.scope, instance)
    await stopServer(job.folder)
    event(job, instance, 'DB instance stopped', 'notification')
    moved(job, instance.id, 'stopped')
  },

  async stopped({ sandbox, scope, folder }, instance) {
    tellAddress(sandbox, scope, instance)
    closeAddress(sandbox, scope, instance)
    await stopServer(folder)
  },

  async starting(job, instance) {
    changed(job, instance.id, ({ pendingReboot: _pending, ...rest }) => rest)
    await running(job, instance)
    event(job, instance, 'DB instance started', 'notification')
    moved(job, instance.id, 'available')
  },

  async deleting(job, instance) {
    const { sandbox, scope, folder } = job
    await takeSnapshots(job, instance)
    forgetAddress(sandbox, scope, instance)
    await stopServer(folder)
    rmSync(folder, { recursive: true, force: true })
    deleteTaskInterface(scope, instance.networkInterfaceId)
    if (instance.secretArn !== undefined) deleteManagedSecret(scope, instance.secretArn)
    rds(scope).instances.delete(instance.id)
    event(job, instance, 'DB instance deleted', 'deletion')
  },

  failed: () => Promise.resolve(),
}

/** Makes the instance's server run, if it does not, and lets it be found. Answers the instance as it is then. */
async function running(job: Job, { id }: InstanceDocument): Promise<InstanceDocument> {
  const { sandbox, scope, folder, databases, signal } = job
  const instance = rds(scope).instances.get(id)
  if (!instance) throw new Error(`The instance ${id} is gone.`)
  let server = runningServer(folder)
  if (server) {
    letGoOn(server)
    await answers(folder, server, { adminPassword: instance.adminPassword, signal })
  } else {
    const program = serverProgram()
    passable(folder)
    const data = path.join(folder, 'data')
    const { restoreFrom } = instance
    await fillData(program, data, {
      template: databases.template(program.version),
      ...(restoreFrom !== undefined && { copyOf: databases.snapshotFolder(scope, restoreFrom) }),
    })
    await handOver(data)
    const { masterUsername, pendingPassword, dbName } = instance
    server = await startServer(folder, {
      program: program.server,
      adminPassword: instance.adminPassword,
      initial: [
        ...adminStatements(instance.adminPassword),
        ...(pendingPassword === undefined ? [] : masterStatements(masterUsername, pendingPassword)),
        ...(dbName === undefined ? [] : [databaseStatement(dbName)]),
      ],
      settings: settingsOf(scope, instance),
      port: instance.localPort,
      signal,
    })
    changed(job, id, ({ pendingPassword: current, ...rest }) =>
      current === pendingPassword ? rest : { ...rest, pendingPassword: current },
    )
  }
  const { port } = server
  const found = changed(job, id, current => ({ ...current, localPort: port })) ?? instance
  tellAddress(sandbox, scope, found)
  return found
}

function hasSnapshotsToTake({ scope }: Job, { id }: InstanceDocument): boolean {
  return rds(scope)
    .snapshots.values()
    .some(({ instanceId, status }) => instanceId === id && status === 'creating')
}

async function takeSnapshots(job: Job, instance: InstanceDocument): Promise<void> {
  const { sandbox, scope, folder, databases } = job
  const { snapshots } = rds(scope)
  for (const snapshot of snapshots.values()) {
    if (snapshot.instanceId !== instance.id || snapshot.status !== 'creating') continue
    event(job, instance, 'Backing up DB instance', 'backup')
    const copy = databases.snapshotFolder(scope, snapshot.id)
    rmSync(copy, { recursive: true, force: true })
    await heldStill(folder, () => copyFiles(path.join(folder, 'data'), copy))
    snapshots.put(snapshot.id, { ...snapshot, status: 'available' })
    event(job, instance, 'Finished DB Instance backup', 'backup')
    addEvent(sandbox, scope, snapshot.id, 'Manual snapshot created', 'creation', 'db-snapshot')
  }
}

/** The next state, unless another was asked for meanwhile. */
function moved(job: Job, id: string, status: InstanceStatus): void {
  const before = JOB_ENDS[status]
  changed(job, id, current => (before?.includes(current.status) ? { ...current, status } : current))
}

const JOB_ENDS: Partial<Record<InstanceStatus, InstanceStatus[]>> = {
  available: ['creating', 'modifying', 'backing-up', 'rebooting', 'starting'],
  stopped: ['stopping'],
}

function changed(
  { scope }: Job,
  id: string,
  change: (instance: InstanceDocument) => InstanceDocument,
): InstanceDocument | undefined {
  const instance = rds(scope).instances.get(id)
  if (!instance) return undefined
  const after = change(instance)
  rds(scope).instances.put(id, after)
  return after
}

function event({ sandbox, scope }: Job, { id }: InstanceDocument, message: string, category: string): void {
  addEvent(sandbox, scope, id, message, category)
}
