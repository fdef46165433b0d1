import { describe, expect, it } from 'vitest'
import { readLine } from './log-line.ts'

const taskId = '3f9a21'.padEnd(32, '0')
const line = (message: string, stream = `web/web/${taskId}`) =>
  readLine({ at: 1, stream, message }, 0, new Map([[taskId, 'green' as const]]))

describe('readLine', () => {
  it('reads a JSON request as method, path, status and time', () => {
    expect(line('{"method":"GET","path":"/","status":200,"ms":17.4}')).toMatchObject({
      source: '3f9a21',
      role: 'green',
      text: 'GET / 200 17 ms',
      bad: false,
    })
  })

  it('marks what the server failed at, and not what a visitor did', () => {
    expect(line('{"method":"GET","path":"/health","status":503}').bad).toBe(true)
    expect(line('{"method":"GET","path":"/none","status":404}').bad).toBe(false)
    expect(line('Error: listen EADDRINUSE').bad).toBe(true)
  })

  it('shows text and broken JSON as they are', () => {
    expect(line('listening on 8080').text).toBe('listening on 8080')
    expect(line('{"method":').text).toBe('{"method":')
  })

  it('says the stream where it is no task’s', () => {
    expect(line('x', 'build')).toMatchObject({ source: 'build', role: null })
  })
})
