using System.Runtime.CompilerServices;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Parallelization(Mode = ParallelMode.None)]

namespace ProcGen.Tests;

/// <summary>
/// What marks everything that this run starts, so that a process or file left behind is known as ours: a variable that every descendant inherits, and a temporary
/// folder of its own.
/// </summary>
internal static class TestRun
{
    public const string Variable = "PROCGEN_TEST_RUN";

    /// <summary>The same in the test process and in every process that it starts.</summary>
    public static string Id { get; private set; } = "";

    /// <summary>Where temporary files of this run go, those of the .NET runtime in the workers included.</summary>
    public static string TemporaryFolder { get; private set; } = "";

    // Before any test: the runner has no earlier hook that also runs when a single test is chosen.
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Mark()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } inherited)
        {
            // A worker of the run.
            Id = inherited;
            TemporaryFolder = Path.GetTempPath();
            return;
        }

        Id = Guid.NewGuid().ToString("N");
        TemporaryFolder = Directory.CreateTempSubdirectory("procgen-tests-").FullName;
        Environment.SetEnvironmentVariable(Variable, Id);
        Environment.SetEnvironmentVariable("TMPDIR", TemporaryFolder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(TemporaryFolder, recursive: true);
    }
}
