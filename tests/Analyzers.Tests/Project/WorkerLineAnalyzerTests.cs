using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Project;
using ProcGen.Analyzers.Tests.Verification;
using ProcGen.CodeFixes;
using RuleTest = ProcGen.Analyzers.Tests.Verification.RuleTest<ProcGen.Analyzers.Project.WorkerLineAnalyzer>;

namespace ProcGen.Analyzers.Tests.Project;

public sealed class WorkerLineAnalyzerTests
{
    private const string WithoutLine = "System.Console.WriteLine();";

    [Theory]
    [InlineData("build_property.PublishAot = true")]
    [InlineData("build_property.PublishTrimmed = true")]
    [InlineData("build_property.StartupHookSupport = false")]
    [InlineData("build_property.PublishAot = true\nbuild_property.StartupHookSupport = true")]
    public Task An_application_without_startup_hooks_needs_the_line(string properties) => RuleTest.VerifyApplicationAsync($"[|{WithoutLine}|]", properties);

    [Theory]
    [InlineData("")]
    [InlineData("build_property.PublishAot = false")]
    [InlineData("build_property.PublishTrimmed = true\nbuild_property.StartupHookSupport = true")]
    public Task Another_application_does_not(string properties) => RuleTest.VerifyApplicationAsync(WithoutLine, properties);

    [Theory]
    [InlineData("if (ProcGen.ProcGenWorker.TryRun(args, out int code)) { return code; } return 0;")]
    [InlineData("class Program { static int Main(string[] args) => ProcGen.ProcGenWorker.TryRun(args, out int code) ? code : 0; }")]
    [InlineData("class Program { static async System.Threading.Tasks.Task Main(string[] args) { if (ProcGen.ProcGenWorker.TryRun(args, out _)) return; await System.Threading.Tasks.Task.Yield(); } }")]
    [InlineData("using static ProcGen.ProcGenWorker; if (!TryRun(args, out int code)) { System.Console.WriteLine(); return 0; } return code;")]
    [InlineData("struct Program { static int Main() { if (ProcGen.ProcGenWorker.TryRun(System.Environment.GetCommandLineArgs(), out int code)) return code; return 0; } }")]
    [InlineData("return await Run(args); static async System.Threading.Tasks.Task<int> Run(string[] args) { await System.Threading.Tasks.Task.Yield(); return ProcGen.ProcGenWorker.TryRun(args, out int code) ? code : 0; }")]
    [InlineData("static class Program { static int Main(string[] args) => Enter(args, out int code) ? code : 0; static bool Enter(string[] args, out int code) => ProcGen.ProcGenWorker.TryRun(args, out code); }")]
    [InlineData("class Program { static void Main(string[] args) { var host = new Host(); host.Start(args); } } class Host { public void Start(string[] args) { if (!Enter(args)) { System.Console.WriteLine(); } } static bool Enter(string[] args) => ProcGen.ProcGenWorker.TryRun(args, out _); }")]
    [InlineData("class Program { static void Main(string[] args) => new Host(args); } class Host { public Host(string[] args) { if (ProcGen.ProcGenWorker.TryRun(args, out int code)) System.Environment.Exit(code); } }")]
    [InlineData("class Program { static void Main(string[] args) => First(args); static void First(string[] args) => Second(args); static void Second(string[] args) { if (args.Length > 99) First(args); ProcGen.ProcGenWorker.TryRun(args, out _); } }")]
    public Task An_application_with_the_line_is_not_reported(string source) => RuleTest.VerifyApplicationAsync(source, "build_property.PublishAot = true");

    [Theory]
    [InlineData("struct Program { static void [|Main|]() { System.Console.WriteLine(); } }")]
    [InlineData("interface IProgram { static void [|Main|](string[] args) => System.Console.WriteLine(); }")]
    [InlineData("record Program { static async System.Threading.Tasks.Task<int> [|Main|](params string[] args) { await System.Threading.Tasks.Task.Yield(); return 0; } }")]
    [InlineData("class Program { static void [|Main|](string[] args) => First(); static void First() => Second(); static void Second() => First(); static void Never(string[] args) => ProcGen.ProcGenWorker.TryRun(args, out _); }")]
    [InlineData("class Program { static void [|Main|](string[] args) => TryRun(args, out _); static bool TryRun(string[] args, out int code) { code = args.Length; return false; } }")]
    public Task Every_Main_without_it_is_reported(string source) => RuleTest.VerifyApplicationAsync(source, "build_property.PublishAot = true");

    [Fact]
    public Task A_library_has_no_Main() =>
        RuleTest.VerifyAsync("public class C { public static int Main2() => 0; }");

    public static TheoryData<string, string> Fixes => new()
    {
        {
            """
            using System;

            // Starts.
            [|Console.WriteLine();|]
            """,
            """
            using System;

            if (ProcGen.ProcGenWorker.TryRun(args, out int code))
            {
                Environment.ExitCode = code;
                return;
            }

            // Starts.
            Console.WriteLine();
            """
        },
        {
            """
            using ProcGen;

            [|System.Console.WriteLine();|]
            return 3;
            """,
            """
            using ProcGen;

            if (ProcGenWorker.TryRun(args, out int code))
            {
                return code;
            }

            System.Console.WriteLine();
            return 3;
            """
        },
        {
            """
            class Program
            {
                static void [|Main|]()
                {
                    int code = 0;
                }
            }
            """,
            """
            class Program
            {
                static void Main(string[] args)
                {
                    if (ProcGen.ProcGenWorker.TryRun(args, out int workerExitCode))
                    {
                        System.Environment.ExitCode = workerExitCode;
                        return;
                    }

                    int code = 0;
                }
            }
            """
        },
        {
            """
            class Program
            {
                static int [|Main|](string[] arguments) => arguments.Length;
            }
            """,
            """
            class Program
            {
                static int Main(string[] arguments)
                {
                    if (ProcGen.ProcGenWorker.TryRun(arguments, out int code))
                    {
                        return code;
                    }

                    return arguments.Length;
                }
            }
            """
        },
        {
            """
            using System.Threading.Tasks;

            class Program
            {
                static async Task [|Main|](string[] args) => await Task.Yield();
            }
            """,
            """
            using System.Threading.Tasks;

            class Program
            {
                static async Task Main(string[] args)
                {
                    if (ProcGen.ProcGenWorker.TryRun(args, out int code))
                    {
                        System.Environment.ExitCode = code;
                        return;
                    }

                    await Task.Yield();
                }
            }
            """
        },
        {
            """
            using System.Threading.Tasks;

            class Program
            {
                static Task<int> [|Main|](string[] args) => Task.FromResult(0);
            }
            """,
            """
            using System.Threading.Tasks;

            class Program
            {
                static Task<int> Main(string[] args)
                {
                    if (ProcGen.ProcGenWorker.TryRun(args, out int code))
                    {
                        return Task.FromResult(code);
                    }

                    return Task.FromResult(0);
                }
            }
            """
        },
        {
            """
            using System.Threading.Tasks;

            class Program
            {
                static Task [|Main|](string[] args)
                {
                    return Task.CompletedTask;
                }
            }
            """,
            """
            using System.Threading.Tasks;

            class Program
            {
                static Task Main(string[] args)
                {
                    if (ProcGen.ProcGenWorker.TryRun(args, out int code))
                    {
                        System.Environment.ExitCode = code;
                        return Task.CompletedTask;
                    }

                    return Task.CompletedTask;
                }
            }
            """
        },
    };

    [Theory]
    [MemberData(nameof(Fixes))]
    public Task The_fix_inserts_the_line_as_the_first_statement(string source, string fixedSource) =>
        RuleTest.VerifyFixAsync<InsertWorkerLineFix>(source, fixedSource, test =>
        {
            test.TestState.OutputKind = OutputKind.ConsoleApplication;
            test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\nbuild_property.PublishAot = true\n"));
        });
}
