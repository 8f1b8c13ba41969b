namespace ProcGen.Analyzers.Tests.Use;

/// <summary>Makes files of what a test is about.</summary>
internal static class UseSource
{
    public const string Usings =
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Linq.Expressions;
        using System.Threading;
        using System.Threading.Tasks;
        using ProcGen;


        """;

    public static string Class(string members) => $"{Usings}partial class C\n{{\n{Indent(members, 4)}\n}}\n";

    public static string Method(string statements) =>
        Class($"static async Task M(ProcessPool pool, WorkerProcess process, CancellationToken token, int[] numbers)\n{{\n{Indent(statements, 4)}\n    await Task.Yield();\n}}");

    private static string Indent(string text, int by) =>
        string.Join("\n", text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Length == 0 ? line : new string(' ', by) + line));
}
