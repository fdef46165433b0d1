import { expect, test } from 'vitest'
import { functionShape } from './shape.ts'
import type { FunctionDocument } from './store.ts'

const FUNCTION: FunctionDocument = {
  ...{ functionName: 'hook', functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:hook' },
  ...{ runtime: 'nodejs22.x', role: 'arn:aws:iam::111122223333:role/hook', handler: 'index.handler' },
  ...{ description: '', timeout: 3, memorySize: 128, environment: {}, logGroup: '/aws/lambda/hook' },
  ...{ ephemeralStorageMb: 512, codeSize: 1, codeSha256: 'x', revisionId: 'r', lastModified: 0 },
  ...{ activeAt: 1000, architectures: ['x86_64'], tags: {}, permissions: {} },
}

test('a function that is being created says why it is pending, and of no update', () => {
  expect(functionShape(FUNCTION, 999)).toMatchObject({
    State: 'Pending',
    StateReasonCode: 'Creating',
    StateReason: 'The function is being created.',
  })
  expect(functionShape(FUNCTION, 999)).not.toHaveProperty('LastUpdateStatus')
  expect(functionShape(FUNCTION, 1000)).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful' })
  expect(functionShape(FUNCTION, 1000)).not.toHaveProperty('StateReason')
})
