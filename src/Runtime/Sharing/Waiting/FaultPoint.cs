using System.Runtime.CompilerServices;
using ProcGen.Launching.Native;

namespace ProcGen.Sharing;

/// <summary>
/// The steps between two stores into shared memory, where a process may die. Tests count them in a process, and kill it at the n-th one, for every n; for anybody else a step is one comparison.
/// </summary>
internal static class FaultPoint
{
    private static int s_left;

    /// <summary>Ends this process by SIGKILL at a step from here on.</summary>
    /// <param name="steps">1 for the next one; 0 for none.</param>
    public static void Arm(int steps) => s_left = steps;

    /// <summary>How many steps are left. Armed with a large number, it counts.</summary>
    public static int Left => s_left;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pass()
    {
        if (s_left != 0)
        {
            Count();
        }
    }

    private static void Count()
    {
        if (Interlocked.Decrement(ref s_left) == 0)
        {
            _ = LibC.Kill(Environment.ProcessId, LibC.SIGKILL);

            // Delivered before kill(2) returns to a process with one thread; with more of them another one may take it.
#pragma warning disable RS0030 // Nothing comes after it.
            Thread.Sleep(Timeout.Infinite);
#pragma warning restore RS0030
        }
    }
}
