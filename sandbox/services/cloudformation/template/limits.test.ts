import { expect, test } from 'vitest'
import { checkLimits } from './limits.ts'
import type { Template } from './template.ts'

const many = <T>(count: number, of: T): Record<string, T> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`M${index}`, of]))
const Type = 'AWS::SSM::Parameter'
const template = (more: Partial<Template>): Template => ({ Resources: { A: { Type } }, ...more })

test.each<[string, number, (count: number) => Template]>([
  ['resources', 500, count => template({ Resources: many(count, { Type }) })],
  ['outputs', 200, count => template({ Outputs: many(count, { Value: 'x' }) })],
  ['parameters', 200, count => template({ Parameters: many(count, { Type: 'String' }) })],
  ['mappings', 200, count => template({ Mappings: many(count, {}) })],
])('of %s there may be %d', (section, most, make) => {
  expect(() => checkLimits(make(most))).not.toThrow()
  expect(() => checkLimits(make(most + 1))).toThrow(
    `Template format error: Number of ${section}, ${most + 1}, is greater than maximum allowed, ${most}`,
  )
})
