using System.Reflection;
using ProcGen.Shared.Crossing;

namespace ProcGen.Serialization.Tests;

/// <summary>The generator's tables against the framework as it is.</summary>
public sealed class TableTests
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static TheoryData<string> Structs => new(FrameworkStructs.BlockCopied.Order(StringComparer.Ordinal));

    public static TheoryData<string> CodecTypes => new(FrameworkCodecs.All.Select(c => c.Key).Order(StringComparer.Ordinal));

    public static TheoryData<string> Exceptions => new(FrameworkExceptions.Restorable.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Structs))]
    public void A_struct_that_is_copied_as_bytes_holds_no_reference_and_no_address(string name)
    {
        Type type = Find(name);
        Assert.True(type.IsValueType);
        AssertPlain(type, name);
    }

    [Fact]
    public void The_check_of_the_table_finds_a_handle()
    {
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertPlain(typeof(System.Runtime.InteropServices.GCHandle), "GCHandle"));
    }

    [Theory]
    [MemberData(nameof(CodecTypes))]
    public void Every_codec_of_the_table_exists_and_serves_its_type(string name)
    {
        Type type = Find(name);
        Assert.True(FrameworkCodecs.TryGet(name, out FrameworkCodec codec));
        Type[] arguments = type.GetGenericArguments();
        Type[] parameters = FindInRuntime(codec.Name, (2 * arguments.Length) + (codec.TakesType ? 1 : 0) + (codec.Shape is null ? 0 : 1), out Type definition);

        // The codec's parameters stand for the type itself, the type's arguments, their codecs, and what builds the type.
        Type served = Assert.Single(definition.GetInterfaces(), i => i.GetGenericTypeDefinition() == typeof(IProcessCodec<>)).GetGenericArguments()[0];
        if (!codec.TakesType)
        {
            Assert.Equal(type, served.IsGenericType ? served.GetGenericTypeDefinition() : served);
            Assert.Equal(parameters.Take(arguments.Length), served.GetGenericArguments());
            return;
        }

        Assert.Equal(parameters[0], served);
        if (codec.Shape is not null)
        {
            Type[] shapeParameters = FindInRuntime(codec.Shape, arguments.Length, out Type shape);
            Type built = Assert.Single(shape.GetInterfaces()).GetGenericArguments()[0];
            Assert.Equal(type, built.GetGenericTypeDefinition());
            Assert.Equal(shapeParameters, built.GetGenericArguments());
        }
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void An_exception_that_may_be_derived_from_with_state_keeps_nothing_that_is_not_restored(string name)
    {
        Type type = Find(name);
        Assert.True(type.GetConstructor(Fields, [])?.IsPrivate == false, "It has no constructor without parameters.");
        for (Type? t = type; t != typeof(Exception) && t is not null; t = t.BaseType)
        {
            Assert.Equal(t == typeof(ArgumentException) ? ["_paramName"] : [], t.GetFields(Fields | BindingFlags.DeclaredOnly).Select(f => f.Name));
        }
    }

    private static Type[] FindInRuntime(string source, int arity, out Type type)
    {
        string name = source["global::".Length..] + (arity == 0 ? "" : "`" + arity);
        type = typeof(IProcessCodec<>).Assembly.GetType(name)!;
        Assert.True(type is { IsValueType: true, IsVisible: true }, $"{name} does not exist");
        return type.GetGenericArguments();
    }

    private static void AssertPlain(Type type, string path)
    {
        if (type.IsEnum || type == typeof(bool) || type == typeof(char) || type == typeof(decimal) || (type.IsPrimitive && type != typeof(nint) && type != typeof(nuint)))
        {
            return;
        }

        Assert.True(type.IsValueType && type != typeof(nint) && type != typeof(nuint), $"{path} is a {type}");
        foreach (FieldInfo field in type.GetFields(Fields))
        {
            AssertPlain(field.FieldType, path + "." + field.Name);
        }
    }

    private static Type Find(string name)
    {
        if (typeof(ProcessManager).Assembly.GetType(name) is { } own)
        {
            return own;
        }

        foreach (string path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator))
        {
            string file = Path.GetFileNameWithoutExtension(path);
            if ((file.StartsWith("System.", StringComparison.Ordinal) || file == "System") && Assembly.Load(file).GetType(name) is { } type)
            {
                return type;
            }
        }

        throw new InvalidOperationException($"The framework has no type '{name}'.");
    }
}
