import { expect, test } from 'vitest'
import { ecsCommandLineModel } from './command-line-model.ts'

test('whole numbers stay whole, percentages need not be', () => {
  const { shapes, operations } = ecsCommandLineModel()
  expect(operations['ContinueServiceDeployment']).toMatchObject({
    input: { shape: 'ContinueServiceDeploymentRequest' },
    output: { shape: 'ContinueServiceDeploymentResponse' },
  })
  expect(shapes['CreateServiceRequest']).toMatchObject({ members: { desiredCount: { shape: 'integer' } } })
  expect(shapes['CanaryConfiguration']).toMatchObject({ members: { canaryPercent: { shape: 'double' } } })
})

test('every shape that is named is there', () => {
  const { shapes, operations } = ecsCommandLineModel()
  const named = [...JSON.stringify({ shapes, operations }).matchAll(/\{"shape":"([^"]+)"\}/g)].map(
    ([, name]) => name,
  )
  expect(named.length).toBeGreaterThan(500)
  expect(named.filter(name => !(String(name) in shapes))).toEqual([])
})
