import django.db.models.deletion
import portal.ui.storable
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('staff', '0003_roster'),
        ('staff', '__first__'),
        # Not needed by these tables: among few tables the libraries' many steps take a third of
        # the time that they take among all, and the parts come behind this one.
        ('mfa', '0003_authenticator_type_uniq'),
        ('socialaccount', '0006_alter_socialaccount_extra_data'),
        ('wagtailadmin', '0006_formstate'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailembeds', '0009_embed_cache_until'),
        ('wagtailimages', '0027_image_description'),
        ('wagtailredirects', '0008_add_verbose_name_plural'),
        ('wagtailsearch', '0010_add_text_fields'),
        ('wagtailusers', '0015_userprofile_keyboard_shortcuts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Collection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', portal.ui.storable.StorableCharField(max_length=60, verbose_name='まとめの名前')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='職員')),
            ],
            options={
                'verbose_name': '保存のまとめ',
                'verbose_name_plural': '保存のまとめ',
                'constraints': [models.UniqueConstraint(fields=('staff', 'name'), name='one_collection_per_name')],
            },
        ),
        migrations.CreateModel(
            name='Bookmark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='対象の種類')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='対象の番号')),
                ('at', models.DateTimeField(verbose_name='保存した日時')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='職員')),
                ('collection', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='bookmarks', to='community.collection', verbose_name='まとめ')),
            ],
            options={
                'verbose_name': '保存したもの',
                'verbose_name_plural': '保存したもの',
                'constraints': [models.UniqueConstraint(fields=('staff', 'kind', 'object_id'), name='one_bookmark_per_person_and_object')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='対象の種類')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='対象の番号')),
                ('body', portal.ui.storable.StorableTextField(verbose_name='コメント')),
                ('written_at', models.DateTimeField(verbose_name='書いた日時')),
                ('edited_at', models.DateTimeField(null=True, verbose_name='直した日時')),
                ('deleted_at', models.DateTimeField(null=True, verbose_name='削除した日時')),
                ('hidden_at', models.DateTimeField(null=True, verbose_name='非表示にした日時')),
                ('hidden_why', portal.ui.storable.StorableTextField(blank=True, verbose_name='非表示の理由')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='書いた人')),
                ('hidden_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='非表示にした人')),
            ],
            options={
                'verbose_name': 'コメント',
                'verbose_name_plural': 'コメント',
                'indexes': [models.Index(fields=['kind', 'object_id', 'written_at'], name='comment_on_object'), models.Index(fields=['written_at'], name='comment_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('hidden_at', None), ('hidden_by', None)), models.Q(('hidden_at__isnull', False), ('hidden_by__isnull', False), models.Q(('hidden_why', ''), _negated=True)), _connector='OR'), name='a_hidden_comment_has_a_reason_and_a_person')],
            },
        ),
        migrations.CreateModel(
            name='CommentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', portal.ui.storable.StorableTextField(verbose_name='前の文章')),
                ('replaced_at', models.DateTimeField(verbose_name='直した日時')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='community.comment')),
            ],
            options={
                'verbose_name': 'コメントの前の文章',
                'verbose_name_plural': 'コメントの前の文章',
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='対象の種類')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='対象の番号')),
                ('at', models.DateTimeField(verbose_name='日時')),
                ('hidden_at', models.DateTimeField(null=True, verbose_name='一覧から外した日時')),
                ('hidden_why', portal.ui.storable.StorableTextField(blank=True, verbose_name='外した理由')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='投稿した人')),
                ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.department', verbose_name='そのときの所属')),
                ('hidden_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='一覧から外した人')),
            ],
            options={
                'verbose_name': 'みんなの動き',
                'verbose_name_plural': 'みんなの動き',
                'indexes': [models.Index(fields=['-at', '-id'], name='entry_newest'), models.Index(fields=['author', '-at'], name='entry_by_author'), models.Index(fields=['department', '-at'], name='entry_by_department'), models.Index(fields=['kind', '-at'], name='entry_by_kind')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id'), name='one_entry_per_object')],
            },
        ),
        migrations.CreateModel(
            name='EntryTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', portal.ui.storable.StorableCharField(max_length=100, verbose_name='テーマ')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tags', to='community.entry')),
            ],
            options={
                'verbose_name': 'みんなの動きのテーマ',
                'verbose_name_plural': 'みんなの動きのテーマ',
                'indexes': [models.Index(fields=['name', 'entry'], name='entry_tag_by_name')],
                'constraints': [models.UniqueConstraint(fields=('entry', 'name'), name='one_entry_tag_per_name')],
            },
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tag', portal.ui.storable.StorableCharField(blank=True, max_length=100, verbose_name='テーマ')),
                ('is_weekly', models.BooleanField(default=False, verbose_name='週に1度のまとめ')),
                ('since', models.DateTimeField(verbose_name='フォローした日時')),
                ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.department', verbose_name='部署')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='人')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='職員')),
            ],
            options={
                'verbose_name': 'フォロー',
                'verbose_name_plural': 'フォロー',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('tag', ''), _negated=True), ('department', None), ('is_weekly', False), ('person', None)), models.Q(('department__isnull', False), ('is_weekly', False), ('person', None), ('tag', '')), models.Q(('department', None), ('is_weekly', False), ('person__isnull', False), ('tag', '')), models.Q(('department', None), ('is_weekly', True), ('person', None), ('tag', '')), _connector='OR'), name='a_follow_has_one_object'), models.CheckConstraint(condition=models.Q(('person', None), models.Q(('person', models.F('staff')), _negated=True), _connector='OR'), name='nobody_follows_themselves'), models.UniqueConstraint(condition=models.Q(('tag', ''), _negated=True), fields=('staff', 'tag'), name='one_follow_per_tag'), models.UniqueConstraint(condition=models.Q(('department__isnull', False)), fields=('staff', 'department'), name='one_follow_per_department'), models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('staff', 'person'), name='one_follow_per_person'), models.UniqueConstraint(condition=models.Q(('is_weekly', True)), fields=('staff',), name='one_weekly_digest')],
            },
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', portal.ui.storable.StorableCharField(max_length=80, verbose_name='名前')),
                ('mission', portal.ui.storable.StorableTextField(verbose_name='めざすこと')),
                ('starts_on', models.DateField(verbose_name='始める日')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='終える日')),
                ('made_at', models.DateTimeField(verbose_name='作った日時')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='終えた日時')),
                ('outcome', portal.ui.storable.StorableTextField(blank=True, verbose_name='分かったこと')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作った人')),
            ],
            options={
                'verbose_name': 'ワーキンググループ',
                'verbose_name_plural': 'ワーキンググループ',
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='a_group_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='LogEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='活動した日')),
                ('title', portal.ui.storable.StorableCharField(max_length=100, verbose_name='したこと')),
                ('text', portal.ui.storable.StorableTextField(blank=True, verbose_name='くわしく')),
                ('at', models.DateTimeField(verbose_name='書いた日時')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='書いた人')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='log', to='community.group')),
            ],
            options={
                'verbose_name': 'グループの活動記録',
                'verbose_name_plural': 'グループの活動記録',
                'indexes': [models.Index(fields=['group', '-on'], name='log_of_group')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_lead', models.BooleanField(default=False, verbose_name='世話役')),
                ('joined_at', models.DateTimeField(verbose_name='加わった日時')),
                ('left_at', models.DateTimeField(null=True, verbose_name='抜けた日時')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='community.group')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='職員')),
            ],
            options={
                'verbose_name': 'ワーキンググループのメンバー',
                'verbose_name_plural': 'ワーキンググループのメンバー',
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('group', 'staff'), name='one_membership_per_person_and_group')],
            },
        ),
        migrations.CreateModel(
            name='Poll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', portal.ui.storable.StorableCharField(max_length=200, verbose_name='質問')),
                ('is_anonymous', models.BooleanField(default=True, verbose_name='無記名')),
                ('made_at', models.DateTimeField(verbose_name='作った日時')),
                ('closes_at', models.DateTimeField(verbose_name='締め切り')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作った人')),
            ],
            options={
                'verbose_name': 'クイックアンケート',
                'verbose_name_plural': 'クイックアンケート',
            },
        ),
        migrations.CreateModel(
            name='PollChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='順番')),
                ('words', portal.ui.storable.StorableCharField(max_length=100, verbose_name='答え')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='無記名の回答数')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='community.poll')),
            ],
            options={
                'verbose_name': 'アンケートの答え',
                'verbose_name_plural': 'アンケートの答え',
                'constraints': [models.UniqueConstraint(fields=('poll', 'position'), name='one_choice_per_position')],
            },
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_anonymous', models.BooleanField(verbose_name='無記名')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答えた人')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ballots', to='community.poll')),
                ('choice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='ballots', to='community.pollchoice', verbose_name='答え')),
            ],
            options={
                'verbose_name': 'アンケートの回答',
                'verbose_name_plural': 'アンケートの回答',
                'constraints': [models.UniqueConstraint(fields=('poll', 'staff'), name='one_ballot_per_person'), models.CheckConstraint(condition=models.Q(models.Q(('choice', None), ('is_anonymous', True)), models.Q(('choice__isnull', False), ('is_anonymous', False)), _connector='OR'), name='an_anonymous_ballot_has_no_choice')],
            },
        ),
        migrations.CreateModel(
            name='Reaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='対象の種類')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='対象の番号')),
                ('sort', models.CharField(choices=[('useful', '参考になった'), ('we_too', 'うちもやる')], max_length=8, verbose_name='種類')),
                ('at', models.DateTimeField(verbose_name='日時')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='職員')),
            ],
            options={
                'verbose_name': '反応',
                'verbose_name_plural': '反応',
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id', 'sort', 'staff'), name='one_reaction_per_person_sort_and_object')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='対象の種類')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='対象の番号')),
                ('why', models.CharField(choices=[('rude', '人を傷つける、失礼な言葉がある'), ('personal', '個人情報や、住民の情報が書かれている'), ('secret', '外に出してはいけない情報が書かれている'), ('wrong', '事実とちがう'), ('other', 'そのほか')], max_length=10, verbose_name='理由')),
                ('words', portal.ui.storable.StorableTextField(blank=True, verbose_name='くわしい内容')),
                ('at', models.DateTimeField(verbose_name='知らせた日時')),
                ('state', models.CharField(choices=[('waiting', '確認待ち'), ('hidden', '非表示にしました'), ('kept', 'そのまま残しました'), ('gone', '書いた人が削除しました')], default='waiting', max_length=8, verbose_name='状態')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='判断した日時')),
                ('answer', portal.ui.storable.StorableTextField(blank=True, verbose_name='知らせた人への説明')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='判断した人')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='知らせた人')),
            ],
            options={
                'verbose_name': 'コメントなどの通報',
                'verbose_name_plural': 'コメントなどの通報',
                'indexes': [models.Index(fields=['state', 'at'], name='report_queue')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('staff', 'kind', 'object_id'), name='one_waiting_report_per_person_and_object'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='a_decided_report_has_its_time')],
            },
        ),
        migrations.CreateModel(
            name='Thanks',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='対象の種類')),
                ('object_id', models.PositiveBigIntegerField(verbose_name='対象の番号')),
                ('words', portal.ui.storable.StorableTextField(blank=True, verbose_name='ひとこと')),
                ('at', models.DateTimeField(verbose_name='日時')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='お礼を言った人')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='お礼を言われた人')),
            ],
            options={
                'verbose_name': 'お礼',
                'verbose_name_plural': 'お礼',
                'indexes': [models.Index(fields=['to', '-at'], name='thanks_received')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id', 'by'), name='one_thanks_per_person_and_object'), models.CheckConstraint(condition=models.Q(('by', models.F('to')), _negated=True), name='nobody_thanks_themselves')],
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', portal.ui.storable.StorableCharField(max_length=100, verbose_name='テーマ')),
                ('question', portal.ui.storable.StorableTextField(verbose_name='問いかけ')),
                ('made_at', models.DateTimeField(verbose_name='出した日時')),
                ('ideas_until', models.DateField(verbose_name='アイデアの締め切り')),
                ('votes_until', models.DateField(verbose_name='投票の締め切り')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='出した人')),
            ],
            options={
                'verbose_name': 'アイデアソンのテーマ',
                'verbose_name_plural': 'アイデアソンのテーマ',
                'constraints': [models.CheckConstraint(condition=models.Q(('votes_until__gt', models.F('ideas_until'))), name='votes_follow_the_ideas')],
            },
        ),
        migrations.CreateModel(
            name='ThemeIdea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', portal.ui.storable.StorableCharField(max_length=100, verbose_name='アイデア')),
                ('text', portal.ui.storable.StorableTextField(blank=True, verbose_name='くわしく')),
                ('at', models.DateTimeField(verbose_name='出した日時')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='考えた人')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ideas', to='community.theme')),
            ],
            options={
                'verbose_name': 'アイデアソンのアイデア',
                'verbose_name_plural': 'アイデアソンのアイデア',
            },
        ),
        migrations.CreateModel(
            name='NextStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', portal.ui.storable.StorableCharField(max_length=200, verbose_name='次にすること')),
                ('who', portal.ui.storable.StorableCharField(max_length=100, verbose_name='だれが')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='いつまでに')),
                ('at', models.DateTimeField(verbose_name='決めた日時')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='決めた人')),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='community.themeidea')),
            ],
            options={
                'verbose_name': 'アイデアソンの次の一歩',
                'verbose_name_plural': 'アイデアソンの次の一歩',
            },
        ),
        migrations.CreateModel(
            name='IdeaVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='投票した人')),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='community.themeidea')),
            ],
            options={
                'verbose_name': 'アイデアソンの投票',
                'verbose_name_plural': 'アイデアソンの投票',
                'constraints': [models.UniqueConstraint(fields=('idea', 'staff'), name='one_vote_per_person_and_idea')],
            },
        ),
    ]
