using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ProcGen;
using ProcGen.Launching;

/// <summary>The worker's loop of the probe: the transport's address is the command.</summary>
internal static unsafe partial class ProbeLoop
{
    public static int Run(WorkerBootstrap bootstrap)
    {
        string[] command = bootstrap.TransportAddress.Split(' ');
        switch (command[0])
        {
            case "exit":
                return int.Parse(command[1], CultureInfo.InvariantCulture);
            case "exit-now":
                Environment.Exit(int.Parse(command[1], CultureInfo.InvariantCulture));
                break;
            case "fault":
                _ = SetMemory((void*)16, 1, 64);
                break;
            case "abort":
                Abort();
                break;
            case "fail-fast":
                Environment.FailFast("asked to");
                break;
            case "overflow":
                return Overflow(0);
            case "throw":
                new Thread(static () => throw new InvalidOperationException("asked to")).Start();
                Thread.Sleep(Timeout.Infinite);
                break;
            case "loop-throws":
                throw new InvalidOperationException("the loop was asked to");
            case "kill":
                _ = Kill(Environment.ProcessId, int.Parse(command[1], CultureInfo.InvariantCulture));
                Thread.Sleep(Timeout.Infinite);
                break;
            case "describe":
                Describe(bootstrap);
                return 0;
            case "read-line":
                Console.WriteLine(Console.ReadLine() is { } line ? $"line: {line}" : "end of file");
                return 0;
            case "environment":
                // Through the C library: what a native library of the application would start programs with.
                _ = RunCommand("env");
                Console.WriteLine(string.Join('\n', Environment.GetEnvironmentVariables().Keys.Cast<string>().Select(static name => "managed: " + name)));
                return 0;
            case "descriptors":
                Console.WriteLine(string.Join('\n', Directory.GetFileSystemEntries("/proc/self/fd").Select(static path => $"{path} {new FileInfo(path).LinkTarget}")));
                return 0;
            case "grandchild":
                using (Process grandchild = Process.Start("sleep", "1000"))
                {
                    Console.WriteLine($"grandchild {grandchild.Id}");
                }

                Thread.Sleep(command is [_, "then-exit"] ? 0 : Timeout.Infinite);
                return 0;
            case "leave-output-open":
                // In a session of its own, so that no kill of the group reaches it.
                using (Process holder = Process.Start("setsid", ["sleep", "20"]))
                {
                    Console.WriteLine($"grandchild {holder.Id}");
                }

                return 0;
            case "lines":
                for (int i = 0; i < int.Parse(command[1], CultureInfo.InvariantCulture); i++)
                {
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"line {i}"));
                    Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"error {i}"));
                }

                return 0;
            case "allocate":
                nuint bytes = nuint.Parse(command[1], CultureInfo.InvariantCulture) << 20;
                byte* block = (byte*)NativeMemory.Alloc(bytes);
                new Span<byte>(block, checked((int)bytes)).Fill(1);
                Console.WriteLine("allocated");
                Thread.Sleep(Timeout.Infinite);
                break;
            case "terminate":
                Console.WriteLine("waiting");
                WorkerLifetime.Terminating.WaitHandle.WaitOne();
                Console.WriteLine("finalized");
                return 0;
            case "ignore-termination":
                Console.WriteLine("waiting");
                Thread.Sleep(Timeout.Infinite);
                break;
            case "hang-at-exit":
                AppDomain.CurrentDomain.ProcessExit += static (_, _) => Thread.Sleep(Timeout.Infinite);
                return 7;
            case "nested":
                return RunNested(bootstrap);
            case "wait":
                Console.WriteLine("waiting");
                Thread.Sleep(Timeout.Infinite);
                break;
            default:
                throw new ArgumentException($"The probe does not know '{bootstrap.TransportAddress}'.");
        }

        return 0;
    }

    private static void Describe(WorkerBootstrap bootstrap)
    {
        string[] status = File.ReadAllLines("/proc/self/status");
        Console.WriteLine($"id={Environment.ProcessId}");
        Console.WriteLine($"parent={bootstrap.ParentId}");
        Console.WriteLine($"depth={bootstrap.Depth}");
        Console.WriteLine($"daemon={bootstrap.IsDaemon}");
        Console.WriteLine($"limit={bootstrap.MemoryLimitBytes}");
        Console.WriteLine($"group={GetGroup(0)}");
        Console.WriteLine($"score={File.ReadAllText("/proc/self/oom_score_adj").Trim()}");
        Console.WriteLine($"directory={Environment.CurrentDirectory}");
        Console.WriteLine($"processors={Environment.ProcessorCount}");
        Console.WriteLine($"allowed={status.First(static line => line.StartsWith("Cpus_allowed_list", StringComparison.Ordinal)).Split('\t')[1]}");
        Console.WriteLine($"server={GCSettings.IsServerGC}");
        Console.WriteLine($"heap={GC.GetGCMemoryInfo().TotalAvailableMemoryBytes}");
        Console.WriteLine($"data={File.ReadAllLines("/proc/self/limits").First(static line => line.StartsWith("Max data size", StringComparison.Ordinal))}");
        Console.WriteLine($"priorities={string.Join(' ', Directory.GetDirectories("/proc/self/task").Select(ReadNice).Distinct())}");
        Console.WriteLine($"ignored={status.First(static line => line.StartsWith("SigIgn", StringComparison.Ordinal)).Split('\t')[1]}");
    }

    private static string ReadNice(string task)
    {
        string stat = File.ReadAllText(Path.Combine(task, "stat"));
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16];
    }

    private static int RunNested(WorkerBootstrap bootstrap)
    {
        try
        {
            // The hooks of the environment are those that this worker's parent gave it, less the runtime's own.
            WorkerLaunchOptions options = new() { Name = bootstrap.Name, InheritStartupHooks = true };
            ChildProcess child = ChildProcess.Start(options, bootstrap);
            WorkerExit exit = child.Exited.GetAwaiter().GetResult();
            Console.WriteLine($"depth {bootstrap.Depth} with a budget of {bootstrap.ProcessBudget}: {exit.Description}");
            return 0;
        }
        catch (WorkerStartException e)
        {
            Console.WriteLine($"depth {bootstrap.Depth} with a budget of {bootstrap.ProcessBudget}: {e.Message}");
            return 3;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Overflow(int depth) => depth < 0 ? 0 : Overflow(depth + 1) + 1;

    [LibraryImport("libc", EntryPoint = "memset")]
    private static partial void* SetMemory(void* destination, int value, nuint count);

    [LibraryImport("libc", EntryPoint = "abort")]
    private static partial void Abort();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "getpgid")]
    private static partial int GetGroup(int process);

    [LibraryImport("libc", EntryPoint = "system", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RunCommand(string command);
}
