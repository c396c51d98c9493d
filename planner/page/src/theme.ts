/**
 * Light and dark.
 *
 * Invariant: without a choice the system's preference holds; a choice is kept on this machine only.
 */

import { useEffect, useState } from "preact/hooks";

export type Theme = "light" | "dark";
const KEY = "planner-theme";

function chosen(): Theme | null {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : null;
  } catch {
    return null;
  }
}

/** The theme in force, and how to choose the other one. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const [theme, setTheme] = useState<Theme>(() => chosen() ?? (system.matches ? "dark" : "light"));
  useEffect(() => {
    const follow = () => {
      if (chosen() === null) setTheme(system.matches ? "dark" : "light");
    };
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  }, []);
  document.documentElement.dataset["theme"] = theme;
  const choose = (next: Theme) => {
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // A browser that keeps nothing still changes the theme of this page.
    }
    setTheme(next);
  };
  return [theme, choose];
}
