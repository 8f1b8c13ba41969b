using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Parsing;
using ProcGen.Generator.Tests.Infrastructure;
using static ProcGen.Generator.Tests.Infrastructure.GeneratorRunner;

namespace ProcGen.Generator.Tests;

/// <summary>
/// Models are kept while the declarations stay the same. Whatever is edited, a driver that has seen the version before makes what a new one makes.
/// </summary>
public sealed class FingerprintTests
{
    private static readonly string[] s_files =
    [
        Usings + """
        namespace N;
        public static partial class Calls
        {
            [RunInProcess] public static Job Next(Job job, Mode mode = Constants.Default) { return job; }
            [RunInProcess] public static int Count(Shape shape) => 1;
        }
        public partial class Worker(int a, string b) : WorkerProcess { [RunInProcess] protected override void Run() => Console.WriteLine(a); }
        """,
        """
        using System.Collections.Generic;
        namespace N;
        public class Job : Base { public int Id { get; set; } public string Name => "x"; public Part Part = new(1, 2); public Twice Twice = new(3); }
        public partial class Base { private int _base; public int Get() => _base; }
        public class Part(int x, int y) { public int Get() => x; }
        public partial class Twice(int z) { }
        """,
        """
        namespace N;
        public static class Constants { public const Mode Default = Mode.B; }
        public enum Mode { A, B = 5 }
        public partial class Base { }
        public partial class Twice { public int Get() { return 0; } }
        public partial class Worker { private void Other() { } }
        """,
        """
        namespace N;
        [ProcGen.ProcessKnownTypes(typeof(Circle))]
        public abstract class Shape;
        public sealed class Circle : Shape { public double R; }
        public sealed class Square : Shape { public double A; }
        """,
    ];

    [Theory]
    [InlineData(0, "return job;", "return new Job();", true)]
    [InlineData(0, "=> 1;", "=> 2 /* a comment */;", true)]
    [InlineData(1, "=> _base;", "=> _base + 1;", true)]
    [InlineData(1, "namespace N;", "namespace N; // a comment", true)]
    [InlineData(2, "return 0;", "return z;", false)]
    [InlineData(1, "=> x;", "=> x + y;", false)]
    [InlineData(2, "private void Other() { }", "private void Other() => System.Console.WriteLine(b);", false)]
    [InlineData(0, "WriteLine(a)", "WriteLine()", false)]
    [InlineData(1, "public string Name => \"x\";", "public string Name { get => field; set; } = \"\";", false)]
    [InlineData(1, "public string Name => \"x\";", "public string Name { get; } = \"x\";", false)]
    [InlineData(1, "private int _base;", "private long _base;", false)]
    [InlineData(1, "private int _base;", "private int _base; private string? _more;", false)]
    [InlineData(2, "B = 5", "B = 6", false)]
    [InlineData(2, "Default = Mode.B", "Default = Mode.A", false)]
    [InlineData(2, "enum Mode", "enum Mode : byte", false)]
    [InlineData(3, "typeof(Circle)", "typeof(Circle), typeof(Square)", false)]
    [InlineData(3, "double R", "float R", false)]
    [InlineData(3, "public double R;", "[ProcGen.ProcessIgnore] public double R;", false)]
    [InlineData(0, "string b", "long b", false)]
    [InlineData(0, "Job Next(", "Job? Next(", false)]
    [InlineData(0, "namespace N;", "namespace N;\n#nullable disable", false)]
    [InlineData(0, "namespace N;", "namespace N2;", false)]
    [InlineData(0, "[RunInProcess] public static int Count", "public static int Count", false)]
    [InlineData(0, "{ return job; }", "{\n#nullable disable\n return job; }", false)]
    public void After_an_edit_the_files_are_those_of_a_new_driver(int file, string before, string after, bool isKept)
    {
        CSharpCompilation first = Compile(s_files);
        GeneratorRun old = Run(first);
        Assert.Contains(before, s_files[file], StringComparison.Ordinal);
        SyntaxTree edited = Parse(s_files[file].Replace(before, after, StringComparison.Ordinal), $"Source{file}.cs");
        CSharpCompilation second = first.ReplaceSyntaxTree(first.SyntaxTrees[file], edited);

        GeneratorRun incremental = Run(second, old.Driver);

        // A compilation of new trees has nothing to keep.
        GeneratorRun fresh = Run(Compile([.. second.SyntaxTrees.Select(t => t.ToString())]));
        Assert.Equal(fresh.Sources.OrderBy(s => s.Key, StringComparer.Ordinal), incremental.Sources.OrderBy(s => s.Key, StringComparer.Ordinal));
        Assert.Equal(isKept, DeclarationFingerprint.Of(first) == DeclarationFingerprint.Of(second));
    }

    [Fact]
    public void References_options_and_the_assemblys_name_count()
    {
        CSharpCompilation compilation = Compile(s_files);
        ulong fingerprint = DeclarationFingerprint.Of(compilation);

        Assert.NotEqual(fingerprint, DeclarationFingerprint.Of(compilation.WithAssemblyName("Other")));
        Assert.NotEqual(fingerprint, DeclarationFingerprint.Of(compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication))));
        Assert.NotEqual(fingerprint, DeclarationFingerprint.Of(compilation.AddReferences(CompileLibrary("Lib", "public class L;"))));
        Assert.Equal(fingerprint, DeclarationFingerprint.Of(compilation.Clone()));
    }
}
