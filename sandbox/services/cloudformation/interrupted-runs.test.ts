import { DeleteStackCommand, UpdateStackCommand, CreateStackCommand } from '@aws-sdk/client-cloudformation'
import { PutParameterCommand } from '@aws-sdk/client-ssm'
import { afterAll, expect, test } from 'vitest'
import { startRuns, stopRuns } from './engine/stack-runs.ts'
import { body, openStackLab, parameter } from './testing/stack-lab.ts'

/* Whatever is done to a stack is let go and taken up again, as a stop and a start of the practice account do, at many moments:
   it comes to the end that it would have come to, and nothing is there twice or left. */

const { running, cloudformation, ssm, settled, valueOf, isThere, create } = await openStackLab()
const { sandbox } = running
afterAll(() => running.close())

const TAKEN = '/interrupted/taken'
const COUNT = 12
await ssm.send(new PutParameterCommand({ Name: TAKEN, Value: 'mine', Type: 'String' }))

/** Lets go and takes up again a few times, each time a little later. */
async function interrupt(): Promise<void> {
  for (let ms = 0; ms < 12; ms++) {
    await new Promise(resolve => setTimeout(resolve, ms))
    await stopRuns(sandbox)
    startRuns(sandbox)
  }
}

/** A chain of parameters, each of a value; the last ones under another name, so that they are replaced. */
function chain(name: string, value: string, more: object = {}): string {
  const resources = Array.from({ length: COUNT }, (_, index): [string, object] => {
    const of = index < COUNT / 2 ? 'same' : value
    const DependsOn = index === 0 ? {} : { DependsOn: `P${index - 1}` }
    return [`P${index}`, parameter(`/interrupted/${name}/${of}/${index}`, value, DependsOn)]
  })
  return body({ ...Object.fromEntries(resources), ...more })
}

/** The values of all that a chain could have made. */
async function inventory(name: string): Promise<Record<string, string>> {
  const names = ['same', '1', '2'].flatMap(of =>
    Array.from({ length: COUNT }, (_, index) => `/interrupted/${name}/${of}/${index}`),
  )
  const found = await Promise.all(names.map(async one => [one, await valueOf(one).catch(() => '')] as const))
  return Object.fromEntries(found.filter(([, value]) => value !== '')) as Record<string, string>
}

const whole = (name: string, value: string) =>
  Object.fromEntries(
    Array.from({ length: COUNT }, (_, index) => [
      `/interrupted/${name}/${index < COUNT / 2 ? 'same' : value}/${index}`,
      value,
    ]),
  )

/** Fails once all else is done. */
const failing = { Last: parameter(TAKEN, 'x', { DependsOn: `P${COUNT - 1}` }) }

test('a creation, an update and a deletion', async () => {
  const StackName = 'through'
  const { StackId = '' } = await cloudformation.send(
    new CreateStackCommand({ StackName, TemplateBody: chain(StackName, '1') }),
  )
  await interrupt()
  expect(await settled(StackName)).toMatchObject({ StackStatus: 'CREATE_COMPLETE' })
  expect(await inventory(StackName)).toEqual(whole(StackName, '1'))

  await cloudformation.send(new UpdateStackCommand({ StackName, TemplateBody: chain(StackName, '2') }))
  await interrupt()
  expect(await settled(StackName)).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' })
  expect(await inventory(StackName)).toEqual(whole(StackName, '2'))

  await cloudformation.send(new DeleteStackCommand({ StackName }))
  await interrupt()
  expect(await settled(StackId)).toMatchObject({ StackStatus: 'DELETE_COMPLETE' })
  expect(await inventory(StackName)).toEqual({})
})

test('rollbacks of a creation and of an update', async () => {
  await cloudformation.send(
    new CreateStackCommand({ StackName: 'undone', TemplateBody: chain('undone', '1', failing) }),
  )
  await interrupt()
  expect(await settled('undone')).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' })
  expect(await inventory('undone')).toEqual({})

  await create('back', chain('back', '1'))
  await cloudformation.send(
    new UpdateStackCommand({ StackName: 'back', TemplateBody: chain('back', '2', failing) }),
  )
  await interrupt()
  expect(await settled('back')).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' })
  expect(await inventory('back')).toEqual(whole('back', '1'))
  expect(await valueOf(TAKEN)).toBe('mine')
  expect(await isThere('/interrupted/back/2/11')).toBe(false)
})
