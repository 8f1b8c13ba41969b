using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProcGen.Integration.Tests.Pools;

/// <summary>What the workers of these tests run.</summary>
internal static partial class PoolMethods
{
    [RunInProcess]
    public static int Add(int a, int b) => a + b;

    [RunInProcess]
    public static int ProcessId() => Environment.ProcessId;
}
