using System.Reflection;
using ProcGen.Generator.Tests.Infrastructure;
using static ProcGen.Generator.Tests.Infrastructure.GeneratorRunner;

namespace ProcGen.Generator.Tests;

public sealed class DefaultValueTests
{
    [Theory]
    [InlineData("bool", "true")]
    [InlineData("bool?", "null")]
    [InlineData("bool?", "true")]
    [InlineData("byte", "255")]
    [InlineData("sbyte", "-128")]
    [InlineData("short", "-32768")]
    [InlineData("ushort", "65535")]
    [InlineData("int", "int.MinValue")]
    [InlineData("int?", "-1")]
    [InlineData("uint", "uint.MaxValue")]
    [InlineData("long", "long.MinValue")]
    [InlineData("ulong", "ulong.MaxValue")]
    [InlineData("char", "'\\''")]
    [InlineData("char", "'\\0'")]
    [InlineData("char", "'\\ud800'")]
    [InlineData("char", "'\\u2028'")]
    [InlineData("float", "float.NaN")]
    [InlineData("float", "float.NegativeInfinity")]
    [InlineData("float", "float.PositiveInfinity")]
    [InlineData("float", "0.1f")]
    [InlineData("float", "-0f")]
    [InlineData("float", "float.Epsilon")]
    [InlineData("double", "double.NaN")]
    [InlineData("double", "double.PositiveInfinity")]
    [InlineData("double", "double.NegativeInfinity")]
    [InlineData("double", "-0d")]
    [InlineData("double", "1e300")]
    [InlineData("double", "0.1 + 0.2")]
    [InlineData("double", "double.MaxValue")]
    [InlineData("double?", "2.5")]
    [InlineData("decimal", "-79228162514264337593543950335m")]
    [InlineData("decimal", "1.50m")]
    [InlineData("decimal?", "0.1m")]
    [InlineData("string?", "null")]
    [InlineData("string", "\"\"")]
    [InlineData("string", "\"a\\\"b\\\\c\\n\\t\\0\\u2028\\ud800{}\"")]
    [InlineData("DayOfWeek", "DayOfWeek.Friday")]
    [InlineData("DayOfWeek", "(DayOfWeek)(-7)")]
    [InlineData("DayOfWeek?", "DayOfWeek.Friday")]
    [InlineData("DayOfWeek?", "null")]
    [InlineData("AttributeTargets", "AttributeTargets.Class | AttributeTargets.Event")]
    [InlineData("Guid", "default")]
    [InlineData("DateTime", "default(DateTime)")]
    [InlineData("(int A, string? B)", "default")]
    [InlineData("CancellationToken", "default")]
    [InlineData("IProgress<int>?", "null")]
    public void The_stubs_parameter_has_the_same_default(string type, string value)
    {
        GeneratorRun run = Run(Usings + $$"""
            public static partial class C
            {
                [RunInProcess] public static void M(int first, {{type}} second = {{value}}) { }
            }
            """).AssertCompiles().AssertNeedsNoPragma();

        Type sample = run.Load().GetType("C")!;
        MethodInfo[] stubs = [.. sample.GetNestedType("InProcess")!.GetMethods().Where(m => m.Name == "M").OrderBy(m => m.GetParameters().Length)];
        ParameterInfo expected = sample.GetMethod("M")!.GetParameters()[1];
        ParameterInfo actual = stubs[1].GetParameters()[1];
        Assert.Equal(expected.ParameterType, actual.ParameterType);
        Assert.True(actual.HasDefaultValue);
        Assert.Equal(Bits(expected.RawDefaultValue), Bits(actual.RawDefaultValue));
        Assert.Single(stubs[0].GetParameters());
    }

    [Theory]
    [InlineData("[System.Runtime.InteropServices.Optional, System.Runtime.InteropServices.DefaultParameterValue(5)] int x, int y")]
    [InlineData("[System.Runtime.InteropServices.Optional, System.Runtime.CompilerServices.DateTimeConstant(12)] DateTime x, int y = 1")]
    [InlineData("int y, [System.Runtime.InteropServices.Optional] int x")]
    public void A_default_that_CSharp_cannot_write_there_makes_the_stubs_parameter_required(string parameters)
    {
        GeneratorRun run = Run(Usings + $$"""
            public static partial class C
            {
                [RunInProcess] public static void M({{parameters}}) { }
            }
            """).AssertCompiles().AssertNeedsNoPragma();

        Type sample = run.Load().GetType("C")!;
        MethodInfo stub = sample.GetNestedType("InProcess")!.GetMethods().Where(m => m.Name == "M").MaxBy(m => m.GetParameters().Length)!;
        Assert.False(stub.GetParameters().Single(p => p.Name == "x").HasDefaultValue);
    }

    private static object? Bits(object? value) => value switch
    {
        double d => BitConverter.DoubleToInt64Bits(d),
        float f => BitConverter.SingleToInt32Bits(f),
        decimal m => string.Join(",", decimal.GetBits(m)),
        _ => value,
    };
}
