import { useRef, useState, type SubmitEvent } from 'react'
import { deleteUser, register, type User } from './api.ts'

export interface UsersProps {
  users: User[]
  chosenId: string | undefined
  onChoose: (id: string) => void
  /** Called when there is a user more or less. */
  onChange: () => Promise<void>
}

/** Register, choose and delete users. */
export function Users({ users, chosenId, onChoose, onChange }: UsersProps) {
  const [problem, setProblem] = useState('')
  const heading = useRef<HTMLHeadingElement>(null)

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const fields = new FormData(form) as unknown as Iterable<[string, string]>
    const wanted = Object.fromEntries(fields) as { username: string; email: string }
    try {
      const user = await register(wanted)
      form.reset()
      setProblem('')
      await onChange()
      onChoose(user.id)
    } catch (error) {
      setProblem((error as Error).message)
    }
  }

  async function remove(user: User) {
    if (!confirm(`Delete ${user.username} and all their files?`)) return
    try {
      await deleteUser(user.id)
      setProblem('')
      await onChange()
      // The button that had the focus is gone.
      heading.current?.focus()
    } catch (error) {
      setProblem((error as Error).message)
    }
  }

  return (
    <section aria-labelledby="users">
      <h2 id="users" ref={heading} tabIndex={-1}>
        Users
      </h2>
      <form onSubmit={event => void submit(event)}>
        <label>
          Username
          <input
            name="username"
            required
            minLength={2}
            maxLength={32}
            autoComplete="off"
            autoCapitalize="none"
          />
        </label>
        <label>
          E-mail
          <input name="email" type="email" required maxLength={191} autoComplete="off" />
        </label>
        <button className="first">Register</button>
      </form>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {users.length === 0 && <p className="empty">Nobody yet. Register somebody to upload files.</p>}
      <ul>
        {users.map(user => (
          <li key={user.id}>
            <button className="choice" aria-pressed={user.id === chosenId} onClick={() => onChoose(user.id)}>
              {user.username} <small>{user.email}</small>
            </button>
            <button onClick={() => void remove(user)} aria-label={`Delete ${user.username} …`}>
              Delete …
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
