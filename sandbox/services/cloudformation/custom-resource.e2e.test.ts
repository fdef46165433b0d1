import { afterAll, expect, test } from 'vitest'
import { body, openStackLab, parameter } from './testing/stack-lab.ts'

/* Custom resources: a function of Lambda runs in a process, and answers to a presigned link of S3, as CDK's and cfn-response do. */

const { running, valueOf, create, update, remove, events } = await openStackLab()
afterAll(() => running.close())

const BOUND_MS = 300_000
const Capabilities = ['CAPABILITY_IAM'] as ['CAPABILITY_IAM']
const CODE = `
const https = require('https')
exports.handler = event => new Promise((resolve, reject) => {
  const { hostname, pathname, search } = new URL(event.ResponseURL)
  const { Name, Fails } = event.ResourceProperties
  const answer = JSON.stringify({
    Status: Fails === 'true' ? 'FAILED' : 'SUCCESS', Reason: 'as it was asked to', PhysicalResourceId: 'made-' + Name,
    StackId: event.StackId, RequestId: event.RequestId, LogicalResourceId: event.LogicalResourceId,
    Data: { Said: event.RequestType + ' ' + Name + ' after ' + event.OldResourceProperties?.Name },
  })
  const headers = { 'content-type': '', 'content-length': answer.length }
  const request = https.request({ hostname, path: pathname + search, method: 'PUT', headers }, resolve)
  request.on('error', reject)
  request.end(answer)
})`
const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }

const template = (Name: string, more: object = {}) =>
  body({
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] } },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        ...{ Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Runtime: 'nodejs24.x', Handler: 'index.handler' },
        ...{ Timeout: 60, Code: { ZipFile: CODE } },
      },
    },
    Thing: {
      Type: 'Custom::Thing',
      Properties: { ServiceToken: { 'Fn::GetAtt': ['Function', 'Arn'] }, Name, ...more },
    },
    Said: parameter('/custom/said', { 'Fn::Sub': '${Thing}: ${Thing.Said}' }),
  })

test('are made, changed, replaced and removed by their function', { timeout: BOUND_MS }, async () => {
  const first = await create('custom', template('one'), { Capabilities })
  expect(first).toMatchObject({ StackStatus: 'CREATE_COMPLETE' })
  expect(await valueOf('/custom/said')).toBe('made-one: Create one after undefined')
  expect(await update('custom', template('two'), { Capabilities })).toMatchObject({
    StackStatus: 'UPDATE_COMPLETE',
  })
  expect(await valueOf('/custom/said')).toBe('made-two: Update two after one')
  const log = await events('custom')
  expect(log.filter(line => line === 'Thing DELETE_COMPLETE')).toHaveLength(1)

  const failed = await update('custom', template('two', { Fails: true }), { Capabilities })
  expect(failed).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' })
  expect((await events('custom')).join('\n')).toMatch(
    /Thing UPDATE_FAILED: Received response status \[FAILED\] from custom resource\. Message returned: as it was asked to \(RequestId: [\w-]+\)/,
  )
  expect(await remove('custom')).toMatchObject({ StackStatus: 'DELETE_COMPLETE' })
})
