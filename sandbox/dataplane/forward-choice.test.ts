import { expect, test } from 'vitest'
import { ForwardChoice } from './forward-choice.ts'
import { LiveTargetGroup } from './live-target-group.ts'

const choice = (blue: number, green: number) =>
  new ForwardChoice(
    {
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: 'blue', Weight: blue },
          { TargetGroupArn: 'green', Weight: green },
        ],
      },
    },
    arn => new LiveTargetGroup(arn),
  )

const shareOfGreen = (next: () => LiveTargetGroup | undefined) => {
  const chosen = Array.from({ length: 10_000 }, () => next()?.arn)
  return chosen.filter(arn => arn === 'green').length / chosen.length
}

test('requests are divided by weight', () => {
  expect(shareOfGreen(bound(choice(90, 10)))).toBe(0.1)
})

test('a listener that changes before every request still keeps its weights', () => {
  const share = shareOfGreen(() => choice(90, 10).next())
  expect(share).toBeGreaterThan(0.08)
  expect(share).toBeLessThan(0.12)
})

test('a weight of 0 gets nothing, all weights of 0 nobody', () => {
  expect(shareOfGreen(bound(choice(100, 0)))).toBe(0)
  expect(choice(0, 0).next()).toBeUndefined()
})

function bound(forward: ForwardChoice) {
  return () => forward.next()
}
