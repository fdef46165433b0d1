import { expect, test } from 'vitest'
import { awsError, fakeAccount, type Answers } from '../fake-account.ts'
import { codedeployDeploymentGroup as kind } from './codedeploy-deployment-group.ts'

const id = 'arn:aws:codedeploy:eu-west-1:123456789012:deploymentgroup:shop/web'
const item = { type: kind.type, id, label: 'deployment group web', order: kind.order }
const options = { signal: new AbortController().signal, report: () => undefined }

function world(change: Answers = {}) {
  const active = new Set(['d-1'])
  return fakeAccount({
    ListDeployments: () => ({ deployments: [...active] }),
    StopDeployment: () => {
      active.clear()
      return {}
    },
    DeleteDeploymentGroup: () => ({}),
    GetDeploymentGroup: () => ({ deploymentGroupInfo: {} }),
    ListTagsForResource: () => ({ Tags: [{ Key: 'slipway-lab', Value: 'a-lab' }] }),
    ...change,
  })
}

test('a deployment under way is stopped, without a rollback, before its group goes', async () => {
  const account = world()
  await kind.remove(account, item, options)
  expect(account.sent.map(({ name }) => name)).toEqual([
    ...['ListDeployments', 'StopDeployment', 'ListDeployments', 'DeleteDeploymentGroup'],
  ])
  expect(account.sent[1]?.input).toEqual({ deploymentId: 'd-1', autoRollbackEnabled: false })
  expect(account.sent[3]?.input).toEqual({ applicationName: 'shop', deploymentGroupName: 'web' })
})

test('one that ends in the same moment is no obstacle, another refusal is', async () => {
  let asked = 0
  const ending = (error: Error) =>
    world({
      ListDeployments: () => ({ deployments: asked++ === 0 ? ['d-1'] : [] }),
      StopDeployment: () => error,
    })
  await kind.remove(ending(awsError('DeploymentAlreadyCompletedException')), item, options)
  asked = 0
  const refused = kind.remove(ending(awsError('AccessDeniedException')), item, options)
  await expect(refused).rejects.toThrow('AccessDeniedException')
})

test('it stands when it carries the tag, and not when it is gone', async () => {
  expect(await kind.standing(world(), 'a-lab', [id])).toEqual([item])
  const gone = world({ GetDeploymentGroup: () => awsError('DeploymentGroupDoesNotExistException') })
  expect(await kind.standing(gone, 'a-lab', [id])).toEqual([])
  const bare = world({ ListTagsForResource: () => ({ Tags: [] }) })
  expect(await kind.standing(bare, 'a-lab', [id])).toMatchObject([
    { kept: expect.stringContaining('slipway-lab') as string },
  ])
})
