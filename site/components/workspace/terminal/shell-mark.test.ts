import { expect, it } from 'vitest'
import { readMark } from './shell-mark.ts'

it('reads the marks of shell integration', () => {
  expect(readMark('A;paste=1;aid=x')).toEqual({ kind: 'A' })
  expect(readMark('C;cmd=ls')).toEqual({ kind: 'C' })
  expect(readMark('D;130;aid=x')).toEqual({ kind: 'D', exitCode: 130 })
})

it('believes no exit code that is none', () => {
  expect(readMark('D')).toEqual({ kind: 'D', exitCode: null })
  expect(readMark('D;<b>0</b>')).toEqual({ kind: 'D', exitCode: null })
  expect(readMark('P;k=s')).toBeNull()
})
