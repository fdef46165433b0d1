import { describe, expect, it } from 'vitest'
import { commandLines, commandParts } from './command-lines.ts'

describe('commandLines', () => {
  it('begins a line with each option', () => {
    expect(commandLines('aws ecs create-cluster --cluster-name lab --tags key=a,value=b')).toEqual([
      'aws ecs create-cluster',
      '--cluster-name lab',
      '--tags key=a,value=b',
    ])
  })

  it('leaves what is quoted whole', () => {
    expect(commandLines(`aws x --query "Things[?Name=='a --b']" --text 'it --is'`)).toEqual([
      'aws x',
      `--query "Things[?Name=='a --b']"`,
      `--text 'it --is'`,
    ])
  })

  it('keeps the lines that a command already has', () => {
    expect(commandLines('cat > a.json <<END\n{ "--x": 1 }\nEND')).toEqual([
      'cat > a.json <<END',
      '{ "--x": 1 }',
      'END',
    ])
  })

  it('loses nothing', () => {
    const command = 'a "b c" --d=\'e f\' | g && h --i \\"j --k'
    expect(commandLines(command).join(' ')).toBe(command)
  })
})

describe('commandParts', () => {
  it('tells options and values that are not known yet from text', () => {
    expect(commandParts('--vpc-id ‹network.vpcId› --no-x')).toEqual([
      { kind: 'option', text: '--vpc-id' },
      { kind: 'text', text: ' ' },
      { kind: 'unknown', text: '‹network.vpcId›' },
      { kind: 'text', text: ' ' },
      { kind: 'option', text: '--no-x' },
    ])
  })

  it('takes no dashes inside a word for an option', () => {
    expect(commandParts('arn--x')).toEqual([{ kind: 'text', text: 'arn--x' }])
  })
})
