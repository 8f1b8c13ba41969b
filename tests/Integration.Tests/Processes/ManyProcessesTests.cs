using System.Runtime.InteropServices;
using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Processes;

/// <summary>What processes leave behind, and what they take along.</summary>
[Trait("Case", "28")]
public sealed partial class ManyProcessesTests : IClassFixture<LeakCheck>
{
    [Fact]
    public async Task A_hundred_processes_leave_no_zombie_and_no_descriptor()
    {
        var before = ProcFiles.ListDescriptors(Environment.ProcessId);
        var others = ProcFiles.FindDescendants();

        var sum = 0;
        foreach (var batch in Enumerable.Range(0, 100).Chunk(10))
        {
            var processes = batch.Select(i => WorkerProcess.Start(Arithmetic.InProcess.Add(i, 1))).ToList();
            foreach (var process in processes)
            {
                sum += await process.Result;
                await process.WaitForExitAsync();
            }
        }

        Assert.Equal(5050, sum);
        Assert.Empty(ProcFiles.FindDescendants().ExceptBy(others.Select(other => other.Id), process => process.Id));
        await Eventually.BecomesAsync(
            () => ProcFiles.ListDescriptors(Environment.ProcessId),
            after => after.Count <= before.Count,
            TimeSpan.FromSeconds(10),
            after => $"{before.Count} before; after: {string.Join(", ", after)}");
    }

    [Fact]
    public async Task A_child_inherits_no_descriptor_of_its_parent()
    {
        var path = Path.Combine(TestRun.TemporaryFolder, "secret.txt");
        using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
        {
            // What .NET opens is closed on exec by itself; what native code opens, as this duplicate, is not.
            var duplicate = Duplicate((int)file.DangerousGetHandle());
            try
            {
                var process = WorkerProcess.Start(Descriptors.InProcess.List());
                var descriptors = await process.Result;
                await process.WaitForExitAsync();

                Assert.NotEmpty(descriptors);
                Assert.DoesNotContain(descriptors, descriptor => descriptor.Contains("secret.txt"));
            }
            finally
            {
                Assert.Equal(0, Close(duplicate));
            }
        }

        File.Delete(path);
    }

    [Fact]
    public async Task A_program_started_by_a_worker_gets_no_trace_of_the_worker()
    {
        var process = WorkerProcess.Start(Descriptors.InProcess.ReadEnvironmentOfAChild());
        var environment = await process.Result;
        await process.WaitForExitAsync();

        Assert.Contains(environment, variable => variable.StartsWith($"{TestRun.Variable}=", StringComparison.Ordinal));
        Assert.DoesNotContain(environment, variable => variable.StartsWith("DOTNET_STARTUP_HOOKS=", StringComparison.Ordinal));
        Assert.DoesNotContain(environment, variable => variable.StartsWith("PROCGEN_", StringComparison.Ordinal) && !IsOwn(variable));

        // What this process was given itself is the user's.
        static bool IsOwn(string variable) => Environment.GetEnvironmentVariable(variable[..variable.IndexOf('=')]) is not null;
    }

    [Fact]
    public void Objects_that_are_never_disposed_leave_nothing()
    {
        // The class's fixture looks for what is left.
        var processes = Enumerable.Range(0, 10).Select(i => WorkerProcess.Start(Arithmetic.InProcess.Add(i, i))).ToList();
        Assert.All(processes, process => Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30))));
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
