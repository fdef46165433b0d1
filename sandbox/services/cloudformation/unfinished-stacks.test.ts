import { CreateStackCommand, RollbackStackCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation'
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { body, openStackLab, parameter } from './testing/stack-lab.ts'

/* Stacks that are left as they failed: tried again, changed, rolled back or removed. */

const { running, cloudformation, ssm, valueOf, isThere, create, update, remove, settled, events } =
  await openStackLab()
afterAll(() => running.close())

const TAKEN = '/unfinished/taken'
const free = () => ssm.send(new DeleteParameterCommand({ Name: TAKEN }))
beforeEach(() =>
  ssm.send(new PutParameterCommand({ Name: TAKEN, Value: 'mine', Type: 'String', Overwrite: true })),
)

const taken = { B: parameter(TAKEN, '1', { DependsOn: 'A' }) }
const DisableRollback = true

async function rollBack(StackName: string, input: object = {}) {
  await cloudformation.send(new RollbackStackCommand({ StackName, ...input }))
  return settled(StackName)
}

describe('a creation that fails', () => {
  const template = (name: string) => body({ A: parameter(`/unfinished/${name}`, '1'), ...taken })

  test('is left as it is, and completed by an update to the same template', async () => {
    const stack = await create('retried', template('retried'), { DisableRollback })
    expect(stack).toMatchObject({
      StackStatus: 'CREATE_FAILED',
      StackStatusReason: 'The following resource(s) failed to create: [B].',
    })
    expect(await isThere('/unfinished/retried')).toBe(true)
    await expect(update('retried', template('retried'))).rejects.toThrow(
      'This stack is currently in a non-terminal [CREATE_FAILED] state. To update the stack from this state, please use the disable-rollback parameter with update-stack API. To rollback to the last known good state, use the rollback-stack API',
    )
    await free()
    const retried = await update('retried', template('retried'), { DisableRollback })
    expect(retried).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' })
    expect(await valueOf(TAKEN)).toBe('1')
    expect(await remove('retried')).toMatchObject({ StackStatus: 'DELETE_COMPLETE' })
    expect(await isThere(TAKEN)).toBe(false)
  })

  test('is rolled back when that is asked for, also after another try that fails', async () => {
    await create('given-up', template('given-up'), { OnFailure: 'DO_NOTHING' })
    const more = body({
      C: parameter('/unfinished/c', '1'),
      ...(JSON.parse(template('given-up')) as { Resources: object }).Resources,
    })
    expect(await update('given-up', more, { DisableRollback })).toMatchObject({
      StackStatus: 'UPDATE_FAILED',
    })
    expect(await isThere('/unfinished/c')).toBe(true)
    expect(await rollBack('given-up')).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' })
    expect(await Promise.all(['/unfinished/given-up', '/unfinished/c', TAKEN].map(isThere))).toEqual([
      false,
      false,
      true,
    ])
  })

  test('removes the stack where the request says so', async () => {
    const input = { StackName: 'removed', TemplateBody: template('removed'), OnFailure: 'DELETE' } as const
    const { StackId = '' } = await cloudformation.send(new CreateStackCommand(input))
    expect(await settled(StackId)).toMatchObject({ StackStatus: 'DELETE_COMPLETE' })
    expect(await isThere('/unfinished/removed')).toBe(false)
    await expect(settled('removed')).rejects.toThrow('Stack with id removed does not exist')
  })

  test('cannot both be left and be rolled back', async () => {
    const both = create('both', template('both'), { OnFailure: 'ROLLBACK', DisableRollback })
    await expect(both).rejects.toThrow('Either DisableRollback or OnFailure can be specified, not both.')
  })
})

describe('an update that fails', () => {
  const first = (name: string) =>
    body({
      A: parameter(`/unfinished/${name}/a`, '1'),
      R: parameter(`/unfinished/${name}/r1`, '1'),
      G: parameter(`/unfinished/${name}/g`, '1'),
    })
  const second = (name: string, value = '2') =>
    body({
      A: parameter(`/unfinished/${name}/a`, value),
      R: parameter(`/unfinished/${name}/r${value}`, '1'),
      N: parameter(`/unfinished/${name}/n`, value),
      B: parameter(TAKEN, '1', { DependsOn: ['A', 'R', 'N'] }),
    })
  const inventory = (name: string) =>
    Promise.all(['a', 'r1', 'r2', 'r3', 'g', 'n'].map(one => isThere(`/unfinished/${name}/${one}`)))

  test('is left as it is, and goes back past every try to what was whole', async () => {
    await create('back', first('back'))
    expect(await update('back', second('back'), { DisableRollback })).toMatchObject({
      StackStatus: 'UPDATE_FAILED',
    })
    expect(await inventory('back')).toEqual([true, true, true, false, true, true])
    expect(await update('back', second('back', '3'), { DisableRollback })).toMatchObject({
      StackStatus: 'UPDATE_FAILED',
    })
    expect(await valueOf('/unfinished/back/a')).toBe('3')
    expect(await inventory('back')).toEqual([true, true, true, true, true, true])

    expect(await rollBack('back')).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' })
    expect(await valueOf('/unfinished/back/a')).toBe('1')
    expect(await inventory('back')).toEqual([true, true, false, false, true, false])
    await expect(update('back', first('back'))).rejects.toThrow('No updates are to be performed.')
    await expect(rollBack('back')).rejects.toThrow(
      /is in UPDATE_ROLLBACK_COMPLETE state and can not be rolled back\.$/,
    )
  })

  test('is completed by another, which cleans up after all of them', async () => {
    await create('on', first('on'))
    await update('on', second('on'), { DisableRollback })
    await free()
    expect(await update('on', second('on', '3'), { DisableRollback })).toMatchObject({
      StackStatus: 'UPDATE_COMPLETE',
    })
    expect(await inventory('on')).toEqual([true, false, false, true, false, true])
    expect(await valueOf('/unfinished/on/a')).toBe('3')
    expect(await remove('on')).toMatchObject({ StackStatus: 'DELETE_COMPLETE' })
    expect(await inventory('on')).toEqual([false, false, false, false, false, false])
  })

  test('is removed with all that it made', async () => {
    await create('away', first('away'))
    await update('away', second('away'), { DisableRollback })
    expect(await remove('away')).toMatchObject({ StackStatus: 'DELETE_COMPLETE' })
    expect(await inventory('away')).toEqual([false, false, false, false, false, false])
  })

  test('tells what failed', async () => {
    await create('told', first('told'))
    const input = { StackName: 'told', TemplateBody: second('told'), DisableRollback }
    await cloudformation.send(new UpdateStackCommand(input))
    expect(await settled('told')).toMatchObject({
      StackStatusReason: 'The following resource(s) failed to update: [B].',
      DisableRollback: true,
    })
    expect((await events('told')).join('\n')).toMatch(
      /B CREATE_FAILED: Resource handler returned message: ".*already exists/,
    )
  })
})
