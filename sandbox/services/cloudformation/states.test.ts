import {
  CancelUpdateStackCommand,
  ContinueUpdateRollbackCommand,
  CreateChangeSetCommand,
  DeleteStackCommand,
  DetectStackDriftCommand,
  RollbackStackCommand,
  SignalResourceCommand,
  StackStatus,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { afterAll, expect, test } from 'vitest'
import { cloudformation as stored } from './store.ts'
import { body, openStackLab, parameter } from './testing/stack-lab.ts'

/* Every state that AWS has for a stack, and who refuses to do anything in it. */

const { running, account, cloudformation, create } = await openStackLab()
afterAll(() => running.close())

const StackName = 'stated'
const TemplateBody = body({ A: parameter('/stated', '1') })
const { StackId = '' } = await create(StackName, TemplateBody)
const { stacks } = stored(running.sandbox.store.scope(account.accountId, 'eu-west-1'))

const own = (text: string) => text.replaceAll('ID', StackId)
const NOT_UPDATED = (status: string) => own(`Stack:ID is in ${status} state and can not be updated.`)

/** Puts the stack into a state, as if it had come there. */
function into(status: StackStatus): void {
  const stack = stacks.get(StackId)
  if (!stack) throw new Error('The stack is gone.')
  const { run: _run, unfinished: _unfinished, ...rest } = stack
  stacks.put(StackId, { ...rest, status })
}

const refusal = (command: { input: object }) =>
  cloudformation.send(command as UpdateStackCommand).then(
    () => 'allowed',
    (error: unknown) => (error as Error).message,
  )

const ALL = Object.values(StackStatus)
const UPDATABLE = /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT|IMPORT_ROLLBACK)_COMPLETE$/

test.each(ALL.filter(status => status !== 'DELETE_COMPLETE'))('in %s', async status => {
  const asked = async (command: { input: object }) => {
    into(status)
    return refusal(command)
  }
  const update = await asked(new UpdateStackCommand({ StackName, TemplateBody }))
  const changeSet = await asked(
    new CreateChangeSetCommand({
      StackName,
      ChangeSetName: `of-${status.replaceAll('_', '-')}`,
      TemplateBody,
    }),
  )
  const isLeft = /^(CREATE|UPDATE)_FAILED$/.test(status)
  if (UPDATABLE.test(status)) {
    expect(update).toBe('No updates are to be performed.')
    expect(changeSet).toBe('allowed')
  } else if (isLeft) {
    expect(update).toContain(`This stack is currently in a non-terminal [${status}] state.`)
    expect(changeSet).toBe('allowed')
  } else {
    expect(update).toBe(NOT_UPDATED(status))
    expect(changeSet).toBe(NOT_UPDATED(status))
  }

  const cancel = await asked(new CancelUpdateStackCommand({ StackName }))
  // Without a run nothing is under way.
  expect(cancel).toBe('CancelUpdateStack cannot be called from current stack status')

  const signal = await asked(
    new SignalResourceCommand({ StackName, LogicalResourceId: 'A', UniqueId: '1', Status: 'SUCCESS' }),
  )
  expect(signal).toBe(
    /^(CREATE|UPDATE)_IN_PROGRESS$/.test(status)
      ? 'Resource A is in CREATE_COMPLETE state and cannot be signaled'
      : own(`Stack ID is in ${status} state and cannot be signaled`),
  )

  expect(await asked(new ContinueUpdateRollbackCommand({ StackName }))).toBe(
    own(`Stack ID is in ${status} state and can not be continued to be rolled back.`),
  )
  if (!isLeft) {
    expect(await asked(new RollbackStackCommand({ StackName }))).toBe(
      own(`Stack:ID is in ${status} state and can not be rolled back.`),
    )
  }
  if (/^(UPDATE|IMPORT).*_IN_PROGRESS$/.test(status)) {
    expect(await asked(new DeleteStackCommand({ StackName }))).toBe(
      `Stack [${StackName}] cannot be deleted while in status ${status}`,
    )
  }
  const drift = await asked(new DetectStackDriftCommand({ StackName }))
  if (status.endsWith('_COMPLETE')) expect(drift).toBe('allowed')
  else expect(drift).toBe(own(`Drift detection cannot be performed on stack [ID] while in ${status} state.`))
})

test('deleted, it is known by its id alone, and nothing can be done to it', async () => {
  into('DELETE_COMPLETE')
  expect(await refusal(new UpdateStackCommand({ StackName, TemplateBody }))).toBe(
    'Stack [stated] does not exist',
  )
  expect(await refusal(new UpdateStackCommand({ StackName: StackId, TemplateBody }))).toBe(
    NOT_UPDATED('DELETE_COMPLETE'),
  )
  expect(await refusal(new DeleteStackCommand({ StackName: StackId }))).toBe('allowed')
})
