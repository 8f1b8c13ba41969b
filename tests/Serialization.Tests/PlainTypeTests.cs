namespace ProcGen.Serialization.Tests;

public sealed class PlainTypeTests
{
    [Fact]
    public void A_class_crosses_with_its_private_state_and_without_running_its_constructor()
    {
        var job = new Job("build", 3) { Notes = ["a", null!, ""], Limit = TimeSpan.FromSeconds(5), Next = new Job("test", 1) };
        job.Touch();
        Job copy = RoundTrip.Run(Plain.InProcess.Job(job));

        Assert.NotSame(job, copy);
        Assert.Equal("build", copy.Name);
        Assert.Equal(3, copy.Priority);
        Assert.Equal(["a", null!, ""], copy.Notes);
        Assert.Equal(TimeSpan.FromSeconds(5), copy.Limit);
        Assert.Equal(1, copy.Touched);
        Assert.Equal("test", copy.Next!.Name);
        Assert.Null(copy.Next.Next);
        Assert.Null(RoundTrip.Run(Plain.InProcess.Job(null!)));
    }

    [Fact]
    public void A_constructor_that_throws_does_not_run()
    {
        Guarded guarded = Guarded.Make(7);
        Assert.Equal(7, RoundTrip.Run(Plain.InProcess.Guarded(guarded)).Value);
    }

    [Fact]
    public void Private_fields_of_the_same_name_in_base_and_derived_class_are_kept_apart()
    {
        Derived copy = RoundTrip.Run(Plain.InProcess.Derived(new Derived("base", "derived", 5)));
        Assert.Equal("base", copy.BaseName);
        Assert.Equal("derived", copy.DerivedName);
        Assert.Equal(5, copy.Id);
    }

    [Fact]
    public void Records_cross_with_equality()
    {
        var point = new PointRecord(1, -2) { Tag = "t" };
        Assert.Equal(point, RoundTrip.Run(Plain.InProcess.Record(point)));
        var size = new SizeRecord(double.NaN, "n");
        Assert.Equal(size, RoundTrip.Run(Plain.InProcess.RecordStruct(size)));
        var named = new NamedPoint(1, 2, "p") { Tag = null };
        Assert.Equal(named, RoundTrip.Run(Plain.InProcess.DerivedRecord(named)));
    }

    [Fact]
    public void Structs_cross_as_bytes_or_member_by_member()
    {
        Assert.Equal(new Pixel(1, 2, 255), RoundTrip.Run(Plain.InProcess.Pixel(new Pixel(1, 2, 255))));
        var mixed = new Mixed(4, "text", [1, 2]);
        Mixed copy = RoundTrip.Run(Plain.InProcess.Mixed(mixed));
        Assert.Equal(4, copy.Number);
        Assert.Equal("text", copy.Text);
        Assert.Equal([1, 2], copy.Numbers);
        Assert.Equal(default, RoundTrip.Run(Plain.InProcess.EmptyStruct(default)));
        Assert.Null(RoundTrip.Run(Plain.InProcess.NullableMixed(null)));
        Assert.Equal("text", RoundTrip.Run(Plain.InProcess.NullableMixed(mixed))!.Value.Text);
    }

    [Fact]
    public void A_struct_with_a_fixed_buffer_crosses_as_bytes()
    {
        var buffered = default(Buffered);
        buffered.Set(3, 42);
        Assert.Equal(42, RoundTrip.Run(Plain.InProcess.Buffered(buffered)).Get(3));
        var inline = default(Inline4);
        inline[2] = 9;
        Assert.Equal(9, RoundTrip.Run(Plain.InProcess.Inline(inline))[2]);
    }

    [Fact]
    public void Required_init_only_and_read_only_members_cross()
    {
        var settings = new Settings { Key = "k", Level = 2 };
        Settings copy = RoundTrip.Run(Plain.InProcess.Settings(settings));
        Assert.Equal("k", copy.Key);
        Assert.Equal(2, copy.Level);
        Assert.Equal(settings.Created, copy.Created);
        Assert.Equal("K", copy.Normalized);
    }

    [Fact]
    public void Ignored_members_stay_behind_and_have_their_default()
    {
        var cache = new Cached { Key = 1 };
        cache.Changed += (_, _) => { };
        Cached copy = RoundTrip.Run(Plain.InProcess.Cached(cache));
        Assert.Equal(1, copy.Key);
        Assert.Null(copy.Stream);
        Assert.False(copy.IsObserved);
        Assert.Equal(0, copy.Hits);
    }

    [Fact]
    public void Generic_types_cross_for_each_of_their_arguments()
    {
        Assert.Equal(5, RoundTrip.Run(Generics.InProcess.BoxOfInt(new Box<int>(5))).Item);
        Assert.Equal("five", RoundTrip.Run(Generics.InProcess.BoxOfString(new Box<string>("five"))).Item);
        Assert.Equal([1, 2], RoundTrip.Run(Generics.InProcess.BoxOfBox(new Box<Box<List<int>>>(new Box<List<int>>([1, 2])))).Item.Item);
        Constrained<DayOfWeek, Job> constrained = RoundTrip.Run(Generics.InProcess.Constrained(new Constrained<DayOfWeek, Job>(DayOfWeek.Friday, new Job("j", 1))));
        Assert.Equal(DayOfWeek.Friday, constrained.First);
        Assert.Equal("j", constrained.Second.Name);
        Outer<int>.Inner<string> inner = RoundTrip.Run(Generics.InProcess.Nested(new Outer<int>.Inner<string>(3, "s")));
        Assert.Equal((3, "s"), (inner.Left, inner.Right));
        IntBox box = RoundTrip.Run(Generics.InProcess.DerivedFromGeneric(new IntBox(8)));
        Assert.Equal((8, 16), (box.Item, box.Double));
    }

    [Fact]
    public void Private_nested_types_cross() => Assert.Equal(("a", 3), WithPrivateTypes.Run());

    [Fact]
    public void Members_with_awkward_names_cross()
    {
        var awkward = new Awkward { @class = 1, Equals_ = "e", reader = "r", value = "v", AwkwardMembers = "m", __x = 5, Volatile = (6, "v"), Named = (1, ("b", [new Pixel(1, 2, 3)])) };
        Awkward copy = RoundTrip.Run(Plain.InProcess.Awkward(awkward));
        Assert.Equal((1, "e", "r", "v", "m", 5), (copy.@class, copy.Equals_, copy.reader, copy.value, copy.AwkwardMembers, copy.__x));
        Assert.Equal((6, "v"), copy.Volatile);
        Assert.Equal(("b", new Pixel(1, 2, 3)), (copy.Named.Inner.B, copy.Named.Inner.C![0]));
    }

    [Fact]
    public void More_plain_members_than_fit_in_one_call_cross()
    {
        var wide = Wide.Make();
        Wide copy = RoundTrip.Run(Plain.InProcess.Wide(wide));
        Assert.Equal(wide.Sum(), copy.Sum());
    }

    [Fact]
    public void An_object_of_an_unknown_derived_type_is_refused_on_the_sender()
    {
        var e = Assert.Throws<ProcessSerializationException>(() => RoundTrip.BytesOf(Plain.InProcess.Derived(new MoreDerived())));
        Assert.Contains(nameof(MoreDerived), e.Message, StringComparison.Ordinal);
        Assert.Contains("ProcessKnownTypes", e.Message, StringComparison.Ordinal);
        Assert.Throws<ProcessSerializationException>(() => RoundTrip.BytesOf(Plain.InProcess.Record(new NamedPoint(1, 2, "n"))));
    }

    [Fact]
    public void Objects_nest_up_to_the_limit_and_not_further()
    {
        Assert.Equal(1000, Chain.Length(RoundTrip.Run(Plain.InProcess.Chain(Chain.Make(1000)))));
        var e = Assert.Throws<ProcessSerializationException>(() => RoundTrip.BytesOf(Plain.InProcess.Chain(Chain.Make(1001))));
        Assert.Contains("Chain", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cycle_without_kept_references_is_refused_with_advice()
    {
        var chain = new Chain();
        chain.Next = chain;
        var e = Assert.Throws<ProcessSerializationException>(() => RoundTrip.BytesOf(Plain.InProcess.Chain(chain)));
        Assert.Contains("[ProcessReferences]", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Instance_methods_cross_with_their_receiver()
    {
        var receiver = new Accumulator(40);
        Assert.Equal(42, RoundTrip.Run(Accumulator.InProcess.Add(receiver, 2)));
        Assert.Equal(40, receiver.Sum);
    }
}
