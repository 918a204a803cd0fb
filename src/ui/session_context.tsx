/** Hands the session to components: state by selector, actions as they are. */
import { createContext, use, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Session, SessionActions } from '../session/actions';
import type { SessionState } from '../session/state';

const SessionContext = createContext<Session | undefined>(undefined);

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession: expected a SessionProvider above, got none.');
  return session;
}

/** The selected part of the state; select something that is equal (===) while nothing relevant changed. */
export function useSessionState<T>(select: (state: SessionState) => T): T {
  return useStore(useSession().store, select);
}

export function useActions(): SessionActions {
  return useSession().actions;
}
